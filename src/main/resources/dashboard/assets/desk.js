// The night desk: what was killed, is held, was corrected or rejected, and who is silent; and what of it is new to this browser.

import {byId, say} from './dom.js';
import {onLanguage, translate, word} from './language.js';
import {clock, count, iso, minute} from './format.js';
import {get, listen} from './api.js';
import {frame} from './frame.js';
import {OTHERS} from './names.js';
import {markSeen, news, onMark, seenAt, seenPlaces} from './desk-seen.js';
import {agoWords, changeList, embargoList, isBlind, killList, positionsWords, rejectedByReason, sourceList, untilWords} from './desk-views.js';

const ASK_EVERY_MILLIS = 10_000;
/** The desk's own watch reads beside the stream, and may be a moment behind it. */
const ASK_AFTER_MILLIS = 1_200;

let desk = null;
/** Since when the server has counted what is new. */
let countedFrom = null;
/** How far the server's clock goes ahead of this one. */
let ahead = 0;
let pulse = 'waiting';
let lastNews = null;
const open = {others: false};
const drawn = new Map();

const now = () => Date.now() + ahead;

// asking

let turn = 0;
/** The server did not want to count what is new. */
let refused = false;
async function ask() {
  const mine = ++turn;
  try {
    let places = seenPlaces(desk);
    let answer;
    try {
      answer = await get('/api/desk', places);
    } catch (e) {
      // the mark may be damaged, or too long for a proxy; what is new is then counted here
      if (!places.sentFrom || ![400, 414, 431].includes(e.status)) throw e;
      places = null;
      answer = await get('/api/desk');
    }
    if (mine !== turn) return;
    desk = answer;
    if (desk.rejected.otherReasons) desk.rejected.reasons.push({...desk.rejected.otherReasons, reason: OTHERS});
    refused = places === null;
    countedFrom = JSON.stringify(places);
    ahead = desk.at - Date.now();
    render();
    if (!refused && !isCounted()) askSoon();
  } catch (e) {
    // the pulse tells when the server is gone; what was shown stays, with its time
    if (mine === turn && e.status === undefined && !['TypeError', 'TimeoutError', 'AbortError'].includes(e.name)) throw e;
  }
}

/** Whether what the server has counted is what is new to this browser; it may have marked something meanwhile. */
const isCounted = () => countedFrom === JSON.stringify(seenPlaces(desk));

let soon = null;
function askSoon() {
  soon ??= setTimeout(() => {
    soon = null;
    ask();
  }, ASK_AFTER_MILLIS);
}

// showing

/** Draws a section anew only where something of it has changed: who reads or marks text is left alone. */
function section(id, part, nodes) {
  const state = JSON.stringify(part);
  if (drawn.get(id) === state) return;
  drawn.set(id, state);
  byId(id).replaceChildren(...nodes().filter(Boolean));
}

/** What is old, and not how old to the second: that changes with every answer. */
const sightOf = ({asOf, why, left}) => [why, asOf ? Math.floor((desk.at - asOf) / 15_000) : null, asOf ? 0 : left];

function render() {
  if (!desk) return;
  const isNew = news(desk);
  const mark = seenAt();
  const {kills, corrections, retracts, embargoes, rejected, sources, sent} = desk;
  section('kills', [mark, kills, desk.receipts, sightOf(sent)], () => killList(desk, isNew));
  say(byId('positions'), positionsWords(desk.positionsAt));
  section('embargoes', [mark, embargoes.entries, embargoes.total, sightOf(embargoes)], () => embargoList(desk, isNew));
  section('changes', [mark, corrections, retracts, sightOf(sent)], () => changeList(desk, isNew));
  section('rejections', [mark, rejected], () => rejectedByReason(desk, isNew));
  section('sources', [mark, sources.why, sources.entries.map(each => [each.name, each.silent, each.usualGapSeconds, Math.floor(each.silenceSeconds / 60)])], () => sourceList(desk, isNew, open));
  // none that was seen is none only where all was seen
  const told = (n, sight, text) => (n === 0 && isBlind(sight, desk.at) ? word('unknown') : text);
  const hours = count((desk.at - desk.since) / 3_600_000);
  const changes = corrections.total + retracts.total;
  say(byId('kills-count'), told(kills.total, sent, word('desk.in-hours', count(kills.total), hours)));
  say(byId('embargoes-count'), [told(embargoes.total, embargoes, word('desk.held', count(embargoes.total))), embargoes.overdue ? word('desk.held.overdue', count(embargoes.overdue)) : ''].filter(Boolean).join(' · '));
  say(byId('changes-count'), told(changes, sent, word('desk.in-hours', count(changes), hours)));
  say(byId('rejections-count'), rejected.depth === null ? word('unknown') : word('desk.waiting', count(rejected.depth)));
  say(byId('sources-count'), sources.why ? word('unknown') : word('desk.silent', count(sources.entries.filter(each => each.silent).length), count(sources.entries.length)));
  byId('seen').disabled = false;
  since(isNew, mark);
  tick();
}

/** Whether something new may be out of sight. */
const isAnyBlind = () => isBlind(desk.sent, desk.at) || isBlind(desk.embargoes, desk.at) || Boolean(desk.rejected.why || desk.sources.why);

/** One sentence: what is new to this browser. */
function since(isNew, mark) {
  const counted = isCounted();
  // the server counts also what it does not list
  const sum = (test, ...lists) => ({
    n: lists.reduce((n, list) => n + (counted && list.new !== undefined ? list.new : list.entries.filter(test).length), 0),
    atLeast: counted && lists.some(list => list.newAtLeast),
  });
  const told = n => ({n, atLeast: false});
  const fresh = {
    kills: sum(isNew.sent, desk.kills),
    embargoes: sum(isNew.held, desk.embargoes),
    changes: sum(isNew.sent, desk.corrections, desk.retracts),
    rejected: told(desk.rejected.reasons.filter(isNew.rejected).length),
    silent: told(desk.sources.entries.filter(isNew.silent).length),
  };
  const words = (what, {n, atLeast}) => (atLeast ? word('desk.at-least', word('desk.new.' + what, count(n))) : word('desk.new.' + what, count(n)));
  const parts = Object.entries(fresh).filter(([, {n}]) => n > 0).map(([what, found]) => words(what, found));
  const all = Object.values(fresh).reduce((total, {n}) => total + n, 0);
  const at = mark === null ? null : desk.at - mark < 86_400_000 ? minute(mark) : clock(mark);
  say(byId('since-words'), mark === null ? word('desk.never-marked') : parts.length ? word('desk.since', at, parts.join(', ')) : isAnyBlind() ? word('desk.since.unseen', at) : word('desk.since.nothing', at));
  document.title = `${all ? `(${count(all)}) ` : ''}Wiretag ${word('desk.title')}`;
}

function tick() {
  byId('clock').dateTime = iso(now());
  say(byId('clock'), clock(now()));
  for (const each of document.querySelectorAll('[data-ago]')) say(each, agoWords(Number(each.dataset.ago), now()));
  // what the server last told cannot have come out, or not, since it no longer tells
  for (const each of document.querySelectorAll('[data-until]')) say(each, untilWords(Number(each.dataset.until), now(), each.dataset.late === 'true'));
}

function beat() {
  byId('pulse').dataset.state = pulse;
  say(byId('pulse-words'), pulse === 'lost' ? word('pulse.lost', lastNews === null ? '–' : clock(lastNews)) : word('pulse.' + pulse));
  document.body.dataset.stale = pulse === 'lost';
}

function redraw() {
  drawn.clear();
  render();
}

// beginning

byId('seen').addEventListener('click', () => {
  markSeen(desk);
  redraw();
  ask();
  say(byId('said'), word('desk.marked'));
});
onMark(() => {
  redraw();
  ask();
});
frame();
onLanguage(() => {
  document.title = `Wiretag ${word('desk.title')}`;
  if (!desk) say(byId('since-words'), word('pulse.waiting'));
  beat();
  redraw();
});
translate();
tick();
setInterval(tick, 1_000);
setInterval(() => { if (!document.hidden) ask(); }, ASK_EVERY_MILLIS);
document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
ask();
listen({
  story(story) {
    if (story.operation !== 'publish') askSoon();
  },
  status() {},
  state(next) {
    if (next === 'live') lastNews = Date.now();
    if (next === pulse) return;
    pulse = next;
    beat();
  },
  again: ask,
});
