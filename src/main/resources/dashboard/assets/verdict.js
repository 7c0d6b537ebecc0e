// One sentence for somebody who has just been woken: what is wrong, the worst first, and never that all is well of what was not
// seen.

import {word} from './language.js';
import {clock, count, isKnown} from './format.js';
import {unreadyWords, unseenWords} from './names.js';
import {level, LONG_OPEN_SECONDS, needsHelp, severity, shownStatus, statusWord} from './status.js';

/** Of so many findings the sentence is made; the rest is counted. */
const MOST_FINDINGS = 3;
const MOST_NAMES = 2;
const WORST_FIRST = ['bad', 'warn', 'unknown'];

/**
 * @param status as the server told it last; null: not yet
 * @param pulse of the connection
 * @param watches how old what the server knows is, see sight.js
 * @returns {text, sign}: sign is ok, warn, bad or unknown
 */
export function verdictOf(status, pulse, watches) {
  if (pulse === 'lost') return {text: word('verdict.lost'), sign: 'bad'};
  if (!status) return {text: word('verdict.unknown'), sign: 'unknown'};
  const found = findings(status, watches);
  if (found.length === 0) return {text: word(status.flow?.published?.recordsPerSecond === 0 ? 'verdict.quiet' : 'verdict.well'), sign: 'ok'};
  // stable: what explains the others was found first
  found.sort((a, b) => WORST_FIRST.indexOf(a.sign) - WORST_FIRST.indexOf(b.sign));
  const more = found.length - MOST_FINDINGS;
  const texts = found.slice(0, MOST_FINDINGS).map(f => f.text);
  if (more > 0) texts.push(word('verdict.more', count(more)));
  return {text: texts.join(' · '), sign: found[0].sign, detail: found.find(f => f.detail)?.detail};
}

function findings(status, watches) {
  const {ready, flow = {}} = status;
  return [
    ready && !ready.ok && {text: word('verdict.not-ready', unreadyWords(ready)), sign: 'bad'},
    ...sight(status, watches),
    registry(status),
    ...transactions(status),
    processor(flow.processor),
    readers(status),
    unseen(status),
  ].filter(Boolean);
}

/** Times, not spans: the sentence is read out whenever it changes. What the server says itself when it is not ready is not said twice. */
function sight({lag, stories, ready}, watches) {
  const said = part => ready?.complaints?.some(each => each.part === part);
  const since = at => (at ? clock(at) : '');
  return [
    watches.brokers.old && !said('lag') && {text: word('verdict.no-look', since(lag?.at)), detail: lag?.why, sign: lag?.at ? 'bad' : 'unknown'},
    watches.stories.old && !watches.brokers.old && !said('feed') && {text: word('verdict.no-story', since(stories?.at)), sign: stories?.at ? 'warn' : 'unknown'},
  ];
}

/** A processor that says so itself need not be helped. */
function registry({registryAway, ready}) {
  const said = ready?.complaints?.some(each => each.part === 'processor' && each.code === 'registry');
  return registryAway && !said && {text: word('verdict.registry', clock(registryAway.since)), sign: 'warn'};
}

function transactions({flow = {}, lag}) {
  const {published, sinks = [], rejected} = flow;
  const open = [published && {...published, role: 'published'}, ...sinks, rejected && {...rejected, role: 'rejected'}]
    .filter(topic => topic && topic.oldestOpenTransactionSeconds >= LONG_OPEN_SECONDS)
    .sort((a, b) => b.oldestOpenTransactionSeconds - a.oldestOpenTransactionSeconds);
  if (open.length === 0 || !lag?.at) return [];
  return [{text: word('verdict.transaction', open.map(topic => topic.role).join(', '), clock(lag.at - open[0].oldestOpenTransactionSeconds * 1000)), sign: 'warn'}];
}

/** A processor that is not there is not well, also while nothing comes that it could be late with. */
function processor(p) {
  if (!p || !isKnown(p.members)) return {text: word('verdict.processor', word('flow.processor.unseen')), sign: 'unknown'};
  const shown = shownStatus(p);
  if (p.members > 0) return needsHelp(shown) && {text: word('verdict.processor', statusWord(shown)), sign: level(shown)};
  return {text: word('verdict.processor', word('flow.processor.none')), sign: level(p.status) === 'bad' ? 'bad' : 'warn'};
}

/** All readers count, also those that are not shown: the server counts them by status, and shows the worst. */
function readers({flow, elsewhere = [], elsewhereStatuses = {}}) {
  const sinks = flow?.sinks ?? [];
  const shown = [...sinks.flatMap(sink => sink.groups.map(g => ({...g, on: sink.role}))), ...elsewhere.map(g => ({...g, on: g.topic}))]
    .map(g => ({...g, status: shownStatus(g)}))
    .filter(g => needsHelp(g.status))
    .sort((a, b) => severity(a.status) - severity(b.status));
  if (shown.length === 0) return null;
  const counts = [...sinks.map(sink => sink.statuses ?? {}), elsewhereStatuses];
  const poor = counts.flatMap(each => Object.entries(each)).reduce((sum, [name, n]) => sum + (needsHelp(name) ? n : 0), 0);
  const more = Math.max(poor, shown.length) - MOST_NAMES;
  return {
    text: word('verdict.groups', shown.slice(0, MOST_NAMES).map(g => word('verdict.group', g.group, g.on, statusWord(g.status))).join(' · '), more > 0 ? count(more) : ''),
    sign: level(shown[0].status),
  };
}

function unseen({unseen: spots = []}) {
  return spots.length > 0 && {text: word('verdict.unseen', unseenWords(spots[0]), spots.length > 1 ? count(spots.length - 1) : ''), sign: 'warn'};
}
