// The sections of the night desk, each made of one part of the answer. Words beside every colour, and what is not seen beside what is.

import {el} from './dom.js';
import {word, wordOr} from './language.js';
import {clock, count, duration, iso, minute, moment} from './format.js';
import {OTHERS, reasonWord} from './names.js';
import {sign} from './status.js';

/** A sight that is older is told. */
const OLD_MILLIS = 15_000;

/** A span that is read at a glance: no seconds beside minutes. */
const span = seconds => (seconds < 60 ? word('span.s', count(Math.max(0, Math.floor(seconds)))) : duration(Math.floor(seconds / 60) * 60));

const minutes = at => el('time', {datetime: iso(at), title: moment(at)}, clock(at));

const fresh = isNew => (isNew ? el('span', {class: 'new'}, word('desk.new')) : null);

const versionOf = entry => (entry.version ? el('span', {}, word('version', entry.version)) : null);

const uriOf = entry => el('bdi', {class: 'log-uri'}, entry.uri);

/** Rewritten each second by the page: [data-ago] and [data-until] hold milliseconds. */
const ago = at => el('span', {'data-ago': at}, agoWords(at, at));

export const agoWords = (at, now) => word('desk.ago', span((now - at) / 1000));

export function untilWords(until, now, overdue) {
  const seconds = (until - now) / 1000;
  if (seconds > 0) return word('desk.due-in', seconds <= 59 ? word('span.s', count(Math.ceil(seconds))) : duration(Math.ceil(seconds)));
  return overdue ? word('desk.overdue', span(-seconds)) : word('desk.due-now', span(-seconds));
}

const bounds = text => el('p', {class: 'bounds'}, text);

const nothing = text => el('p', {class: 'nothing'}, text);

/** Why a section is not to be relied on; null if it is. */
function unseen(sight, at) {
  const text = !sight.asOf
    ? sight.left > 0 ? word('desk.reading', count(sight.left)) : word('desk.not-seen', sight.why ?? word('unknown'))
    : sight.why || at - sight.asOf > OLD_MILLIS ? word('desk.seen-until', clock(sight.asOf), sight.why ?? '') : null;
  return text && el('p', {class: 'unseen'}, text);
}

/** Whether there may be more than is told. */
export const isBlind = (sight, at) => unseen(sight, at) !== null;

const leftOut = (total, shown) => (total > shown ? bounds(word('desk.left-out', count(total - shown))) : null);

// kills, and who has read them

const STANDS = [['notYet', 'bad', 'STOP'], ['unknown', 'unknown', 'UNKNOWN'], ['read', 'ok', 'OK']];

function stands(readers) {
  if (!readers) return el('p', {class: 'bounds'}, word('desk.readers.not-reckoned'));
  const all = STANDS.reduce((sum, [name]) => sum + readers[name].total, 0);
  const sure = readers.unseen === 0;
  if (all === 0) return el('div', {class: 'stands'}, stand('unknown', 'unknown', 'UNKNOWN', word('desk.readers.none'), []));
  return el('div', {class: 'stands'}, STANDS.filter(([name]) => readers[name].total > 0).map(([name, level, shape]) => {
    const {total, groups} = readers[name];
    const text = name === 'read' && total === all && sure ? word('desk.readers.all', count(total)) : word('desk.readers.' + name, count(total), count(all));
    return stand(name, sure || name !== 'read' ? level : 'unknown', shape, text, groups, total);
  }), sure ? null : bounds(word('desk.readers.unseen', count(readers.unseen))));
}

function stand(name, level, shape, text, groups, total = 0) {
  return el('div', {class: 'stand', 'data-stand': name, 'data-level': level}, sign(shape), el('strong', {}, text),
    groups.length ? el('ul', {}, groups.map(each => el('li', {}, el('bdi', {}, each.group), el('small', {}, word('desk.on', each.sink), each.why ? ' · ' + wordOr('desk.why.' + each.why, each.why) : ''))),
      total > groups.length ? el('li', {}, word('desk.more', count(total - groups.length))) : null) : null);
}

// receipts: who has passed a kill, who says that he has acted, and who has it open

/** Names that need no room twice: who is open is listed as that alone. */
const RECEIPTS = [
  ['open', 'bad', 'STOP', each => each.open, openWords],
  ['passed', 'ok', 'OK', each => !each.open && each.state === 'passed', each => [each.passed ? word('desk.receipts.between', clock(Date.parse(each.passed.after)), clock(Date.parse(each.passed.by))) : '', whyWords(each)].filter(Boolean).join(' · ')],
  ['acted', 'ok', 'OK', each => each.acted, each => word('desk.receipts.acted-at', clock(each.acted.at), wordOr('desk.by.' + each.acted.by, each.acted.by))],
];

const whyWords = ({why}) => (why ? wordOr('desk.receipts.why.' + why, why) : '');

function openWords({state, why, records, seconds}) {
  return [wordOr('desk.state.' + state, state), whyWords({why}), records === null ? '' : word('desk.receipts.to-go', count(records)), seconds === null ? '' : span(seconds)].filter(Boolean).join(' · ');
}

function receiptRows({total, subscribers, ...counts}) {
  return el('div', {class: 'stands'}, RECEIPTS.map(([name, level, shape, test, words]) => {
    const own = subscribers.filter(test);
    return own.length === 0 ? null : el('div', {class: 'stand', 'data-receipt': name, 'data-level': level}, sign(shape), el('strong', {}, word('desk.receipts.' + name, count(counts[name]), count(total))),
      el('ul', {}, own.map(each => el('li', {}, el('bdi', {}, each.subscriber), el('small', {}, words(each)))),
        counts[name] > own.length ? el('li', {}, word('desk.more', count(counts[name] - own.length))) : null));
  }));
}

/** Who has it as it was noted, or as long as nothing is, as positions tell it. */
const whoHas = ({receipts, readers}) => (receipts?.known && receipts.total > 0 ? receiptRows(receipts) : stands(readers));

function lateWords(receipts) {
  if (!receipts) return null;
  const late = receipts.late > 0 ? el('p', {class: 'unseen late', role: 'status'}, word('desk.receipts.late', count(receipts.late), span(receipts.lateSeconds), receipts.subscribers.filter(each => each.late).map(each => each.subscriber).join(', '))) : null;
  const why = receipts.why ? el('p', {class: 'unseen'}, word('desk.receipts.not-kept', receipts.why)) : null;
  return [late, why];
}

export const positionsWords = at => (at ? word('desk.positions', clock(at)) : word('desk.positions.none'));

export function killList({kills, receipts, sent, positionsAt, at}, isNew) {
  const {entries, total} = kills;
  return [
    unseen(sent, at),
    ...(lateWords(receipts) ?? []),
    entries.length ? el('ol', {class: 'log'}, entries.map(each => el('li', {'data-operation': 'kill', 'data-uri': each.uri, 'data-new': String(isNew.sent(each))},
      el('p', {class: 'log-head'}, el('span', {class: 'operation'}, word('operation.kill')), minutes(each.at), fresh(isNew.sent(each)), ago(each.at), versionOf(each)),
      uriOf(each),
      whoHas(each)))) : nothing(word(isBlind(sent, at) ? 'desk.kills.none-seen' : 'desk.kills.none')),
    leftOut(total, entries.length),
    el('p', {class: 'bounds'}, el('span', {id: 'positions'}, positionsWords(positionsAt)), ' ', word('desk.kills.bounds')),
  ];
}

// embargoes

export function embargoList({embargoes, at}, isNew) {
  const {entries, total} = embargoes;
  return [
    unseen(embargoes, at),
    entries.length ? el('ol', {class: 'log'}, entries.map(each => el('li', {'data-uri': each.uri, 'data-overdue': String(each.overdue), 'data-new': String(isNew.held(each))},
      el('p', {class: 'log-head'}, el('strong', {class: 'countdown', 'data-until': each.until, 'data-late': String(each.overdue)}, untilWords(each.until, at, each.overdue)),
        el('time', {datetime: iso(each.until), title: moment(each.until)}, when(each.until, at)), fresh(isNew.held(each))),
      uriOf(each)))) : nothing(word(isBlind(embargoes, at) ? 'desk.embargoes.none-seen' : 'desk.embargoes.none')),
    leftOut(total, entries.length),
    bounds(word('desk.embargoes.bounds')),
  ];
}

// corrections and retracts

export function changeList({corrections, retracts, sent, at}, isNew) {
  const entries = [...corrections.entries, ...retracts.entries].sort((a, b) => b.at - a.at);
  return [
    unseen(sent, at),
    entries.length ? el('ol', {class: 'log'}, entries.map(each => el('li', {'data-operation': each.operation, 'data-uri': each.uri, 'data-new': String(isNew.sent(each))},
      el('p', {class: 'log-head'}, el('span', {class: 'operation'}, word('operation.' + each.operation)), minutes(each.at), fresh(isNew.sent(each)), ago(each.at), versionOf(each),
        each.takenBack ? el('span', {}, word('desk.taken-back')) : null),
      each.headline ? el('p', {class: 'log-title', dir: 'auto'}, each.headline) : null,
      uriOf(each)))) : nothing(word(isBlind(sent, at) ? 'desk.changes.none-seen' : 'desk.changes.none')),
    leftOut(corrections.total + retracts.total, entries.length),
    bounds(word('desk.changes.bounds')),
  ];
}

// rejected, by reason

export function rejectedByReason({rejected, at}, isNew) {
  const {reasons, depth} = rejected;
  const named = reasons.reduce((sum, each) => sum + each.records, 0);
  return [
    rejected.why ? el('p', {class: 'unseen'}, word('desk.not-sure', rejected.why)) : null,
    reasons.length ? el('ul', {class: 'lines'}, reasons.map(each => el('li', {'data-reason': each.reason, 'data-new': String(isNew.rejected(each))},
      el('p', {class: 'line-head'}, el('strong', {}, reasonWord(each.reason)), fresh(isNew.rejected(each)), el('span', {class: 'number'}, count(each.records))),
      el('span', {class: 'line-more'}, word('desk.rejected.times', when(each.oldest, at), when(each.newest, at))),
      // a reason is anybody's who may write there, and a command is copied
      each.reason !== OTHERS && /^[a-z-]+$/.test(each.reason) ? el('code', {class: 'command'}, `wiretag rejected replay --reason ${each.reason}`) : null)))
      : nothing(word(depth === 0 ? 'desk.rejected.none' : 'desk.rejected.none-seen')),
    depth > named ? bounds(word('desk.rejected.others', count(depth - named))) : null,
    el('p', {class: 'bounds'}, word('desk.rejected.bounds'), ' ', el('a', {href: '/#rejected'}, word('desk.rejected.open'))),
  ];
}

/** Within half a day the time says enough. */
const when = (time, now) => (time && Math.abs(now - time) < 43_200_000 ? minute(time) : moment(time));

// who is silent

export function sourceList({sources, at}, isNew, open) {
  const silent = sources.entries.filter(each => each.silent === true).sort((a, b) => b.silenceSeconds - a.silenceSeconds);
  const others = sources.entries.filter(each => each.silent !== true);
  const line = each => el('li', {'data-silent': String(each.silent), 'data-new': String(isNew.silent(each))},
    el('p', {class: 'line-head'}, each.silent ? sign('STOP') : null, el('strong', {}, el('bdi', {}, each.name)), fresh(isNew.silent(each)), el('span', {class: 'number'}, each.silent ? word('desk.silent-for', span(each.silenceSeconds)) : agoWords(each.lastSentAt, at))),
    el('span', {class: 'line-more'}, word('desk.last-sent', when(each.lastSentAt, at)), ' · ', each.usualGapSeconds === null ? word('desk.habit.unknown') : word('desk.habit', span(each.usualGapSeconds))));
  const rest = others.length && el('details', {class: 'others', open: open.others, ontoggle: event => { open.others = event.target.open; }},
    el('summary', {}, word('desk.sources.others', count(others.length))), el('ul', {class: 'lines'}, others.map(line)));
  return [
    sources.why ? el('p', {class: 'unseen'}, word('desk.not-sure', sources.why)) : null,
    silent.length ? el('ul', {class: 'lines'}, silent.map(line)) : nothing(word(sources.entries.length ? 'desk.sources.none' : 'desk.sources.none-seen')),
    rest,
    bounds(word('desk.sources.bounds')),
  ];
}
