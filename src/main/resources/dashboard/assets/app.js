// Puts the views together: what was chosen, when to ask the server, what to show where.

import {byId, choice, el, hint, say} from './dom.js';
import {onLanguage, translate, word} from './language.js';
import {frame} from './frame.js';
import {clock, count, iso, UNKNOWN} from './format.js';
import {get, listen} from './api.js';
import {agencyName, placeName} from './names.js';
import {provinceMap} from './map.js';
import {stream} from './stream.js';
import {storySheet} from './story.js';
import {searchField} from './search.js';
import {storyLinks} from './link.js';
import {flowPicture} from './flow.js';
import {agencyChart} from './agencies.js';
import {lagChart, MOST_LINES} from './lag.js';
import {rejectedList} from './rejected.js';
import {groupList} from './groups.js';
import {sights} from './sight.js';
import {verdictOf} from './verdict.js';

const WINDOWS = [15, 30, 60];
const ASK_EVERY_MILLIS = 10_000;
/** Counts follow a story this soon, but not once for each. */
const COUNT_AFTER_MILLIS = 1_500;
const LIST = 60;

const chosen = {minutes: 60, place: null, agency: null, units: '63', view: 'map'};
let status = null;
let pulse = 'waiting';
let lastNews = null;
/** Whether the list has failed, or the server still reads what belongs in it: asked for again. */
let storiesDue = false;

const sheet = storySheet({opened: uri => links.opened(uri), closed: () => links.closed()});
const links = storyLinks(sheet);
const sight = sights();
const groups = groupList({answered: () => sight.answered('groups-list'), notAsked: () => sight.notAsked('groups-list')});
const flow = flowPicture(byId('flow'), groups.open);
const lag = lagChart(byId('lag'), groups.open);
const map = provinceMap(byId('map'), place => filter({place, agency: chosen.agency}));
const agencies = agencyChart(byId('agencies'), agency => filter({place: chosen.place, agency}));
const stories = stream({list: byId('rows'), scroller: byId('stream-scroller'), state: byId('stream-state'), pause: byId('pause'), older: byId('older')},
  {open: sheet.open, whole: uri => get('/api/story', {uri}), before: cursor => get('/api/stories', listed(cursor))});
const search = searchField({field: byId('search'), state: byId('search-state')}, () => filter({}));
const rejected = rejectedList(byId('rejected'), {
  summary: byId('rejected-summary'),
  seen: answered => (answered ? sight.answered('rejected-panel') : sight.notAsked('rejected-panel')),
});

// asking

/**
 * Runs one request at a time; a newer wish replaces one that is under way, and its answer alone is shown.
 * @param panel whose age it is; null: the age is told elsewhere
 */
function asking(fetchIt, show, panel = null) {
  let turn = 0;
  return async () => {
    const mine = ++turn;
    try {
      const data = await fetchIt();
      if (mine !== turn) return;
      if (panel) sight.answered(panel);
      show(data);
    } catch (e) {
      // what was shown stays, the panel tells how old it is, and the next round asks again
      if (mine === turn && e.status === undefined && !['TypeError', 'TimeoutError', 'AbortError'].includes(e.name)) throw e;
    }
  };
}

const ask = {
  status: asking(() => get('/api/status'), reported),
  provinces: asking(() => get('/api/provinces', {minutes: chosen.minutes}), data => map.update(data.units), 'map-panel'),
  agencies: asking(() => get('/api/agencies', {minutes: chosen.minutes}), data => agencies.update(data), 'agencies-panel'),
  lag: asking(() => get('/api/lag', {minutes: chosen.minutes, limit: MOST_LINES}), data => lag.update(data, chosen.minutes), 'lag-panel'),
  stories: asking(() => {
    storiesDue = true;
    return get('/api/stories', listed());
  }, data => {
    storiesDue = !data.index.complete;
    stories.replace(data);
    search.tell(data, Boolean(chosen.place || chosen.agency));
  }),
};

/** Which stories are listed: those before the cursor of a story, or the newest. */
function listed(before = null) {
  const unit = /^unit-(.*)/.exec(chosen.place?.key)?.[1];
  return {q: search.words(), province: unit ? null : chosen.place?.key, unit, agency: chosen.agency?.code, limit: LIST, before};
}

function askAll() {
  sheet.retry();
  if (storiesDue && stories.atRest()) ask.stories();
  ask.provinces();
  ask.agencies();
  ask.lag();
  groups.ask();
  rejected.refresh();
}

let counting = null;
function countSoon() {
  counting ??= setTimeout(() => {
    counting = null;
    if (document.hidden) return;
    ask.provinces();
    ask.agencies();
    // only the server knows whether its words fit
    if (search.words() && stories.atRest()) ask.stories();
  }, COUNT_AFTER_MILLIS);
}

// choosing

function filter(next) {
  Object.assign(chosen, next);
  map.choose(chosen.place?.key ?? null);
  agencies.choose(chosen.agency?.code ?? null);
  const {place, agency} = chosen;
  stories.only(story => !search.words() && (!place || story.provinces.some(p => place.codes.includes(p.code)))
      && (!agency || story.agencies.some(a => a.code === agency.code && a.role === 'origin')), Boolean(place || agency || search.words()));
  drawFilters();
  ask.stories();
}

function drawFilters() {
  const chip = (text, clear) => el('button', {type: 'button', class: 'filter', 'aria-label': word('filter.clear', text), onclick: clear}, text, el('span', {'aria-hidden': 'true'}, ' ×'));
  byId('filters').replaceChildren(...[
    chosen.place && chip(placeName(chosen.place.key, chosen.place.name), () => filter({place: null})),
    chosen.agency && chip(agencyName(chosen.agency), () => filter({agency: null})),
  ].filter(Boolean), ...(chosen.place || chosen.agency || search.words() ? [] : [el('span', {class: 'hint'}, word('filter.all'))]));
}

function drawSwitches() {
  choice(byId('units'), [{value: '63', text: word('map.units.63')}, {value: '34', text: word('map.units.34')}], chosen.units, units => {
    chosen.units = units;
    if (chosen.place) filter({place: null});
    map.units(units);
    drawSwitches();
    byId('units').querySelector(`[data-value="${units}"]`).focus();
  });
  choice(byId('map-view'), [{value: 'map', text: word('map.view.map')}, {value: 'table', text: word('map.view.table')}], chosen.view, view => {
    chosen.view = view;
    map.view(view);
    drawSwitches();
    byId('map-view').querySelector(`[data-value="${view}"]`).focus();
  });
}

const windows = byId('window');
windows.addEventListener('change', () => {
  chosen.minutes = Number(windows.value);
  askAll();
});

function drawWindows() {
  windows.replaceChildren(...WINDOWS.map(n => el('option', {value: n}, word('window.minutes', count(n)))));
  windows.value = chosen.minutes;
}

// language and theme

frame();
onLanguage(() => {
  document.title = `Wiretag ${word('operations')}`;
  drawWindows();
  drawSwitches();
  drawFilters();
  for (const view of [flow, map, stories, search, sheet, agencies, lag, rejected, groups, sight]) view.render();
  verdict();
});

// how it is

function reported(next) {
  status = next;
  sight.reported(status);
  flow.update(status);
  stories.pace(status.flow?.sinks?.find(sink => sink.role === 'tagged')?.recordsPerSecond);
  rejected.status(status);
  sheet.status(status);
  verdict();
}

/** Said again each second: what is seen grows old by itself. */
function verdict() {
  beat();
  sight.render();
  const {text, sign, detail} = verdictOf(status, pulse, sight.watches());
  say(byId('verdict-words'), text);
  byId('verdict').dataset.level = sign;
  // what a library says, in English
  hint(byId('verdict'), detail ?? '');
  say(byId('gazetteer'), status?.gazetteer ? word('gazetteer', status.gazetteer) : '');
  const {notes} = status ?? {};
  say(byId('notes'), notes ? word('notes.' + notes.code, notes.topic) : '');
  hint(byId('notes'), notes?.why ?? '');
}

/** Nothing is live of which the server itself has seen nothing for a while. */
function beat() {
  sight.connected(pulse !== 'lost');
  const {brokers} = sight.watches();
  const old = pulse === 'live' && status !== null && brokers.old;
  byId('pulse').dataset.state = old ? 'old' : pulse;
  const since = at => (at ? clock(at) : UNKNOWN);
  say(byId('pulse-words'), old ? word('sight.as-of', since(status.lag?.at)) : pulse === 'lost' ? word('pulse.lost', since(lastNews)) : word('pulse.' + pulse));
  document.body.dataset.stale = pulse === 'lost';
}

function tick() {
  const now = Date.now();
  byId('clock').dateTime = iso(now);
  say(byId('clock'), clock(now));
  verdict();
}

// beginning

translate();
tick();
setInterval(tick, 1_000);
setInterval(() => { if (!document.hidden) askAll(); }, ASK_EVERY_MILLIS);
document.addEventListener('visibilitychange', () => { if (!document.hidden) askAll(); });

fetch('/assets/map/vietnam.topo.json').then(answer => answer.json()).then(map.shapes);
ask.status();
askAll();
filter({});
links.follow();
listen({
  story(story) {
    stories.arrive(story);
    sheet.arrived(story);
    countSoon();
  },
  status: reported,
  state(next) {
    if (next === 'live') lastNews = Date.now();
    if (next === pulse) return;
    pulse = next;
    verdict();
  },
  again() {
    askAll();
    ask.stories();
    sheet.again();
  },
});
