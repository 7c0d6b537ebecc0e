// Puts the views together: what was chosen, when to ask the server, what to show where.

import {byId, choice, el, say, svg} from './dom.js';
import {language, onLanguage, speak, translate, word} from './language.js';
import {clock, count, iso} from './format.js';
import {get, listen} from './api.js';
import {provinceMap} from './map.js';
import {stream} from './stream.js';
import {storySheet} from './story.js';
import {searchField} from './search.js';
import {storyLinks} from './link.js';
import {flowPicture} from './flow.js';
import {agencyChart} from './agencies.js';
import {lagChart} from './lag.js';
import {rejectedList} from './rejected.js';
import {needsHelp, level, severity, statusWord} from './status.js';

const WINDOWS = [15, 30, 60];
const ASK_EVERY_MILLIS = 10_000;
/** Counts follow a story this soon, but not once for each. */
const COUNT_AFTER_MILLIS = 1_500;
const LIST = 60;

const chosen = {minutes: 60, place: null, agency: null, units: '63', view: 'map', reason: ''};
let status = null;
let pulse = 'waiting';
let lastNews = null;

const sheet = storySheet({opened: uri => links.opened(uri), closed: () => links.closed()});
const links = storyLinks(sheet);
const flow = flowPicture(byId('flow'));
const lag = lagChart(byId('lag'));
const map = provinceMap(byId('map'), place => filter({place, agency: chosen.agency}));
const agencies = agencyChart(byId('agencies'), agency => filter({place: chosen.place, agency}));
const stories = stream({list: byId('rows'), scroller: byId('stream-scroller'), state: byId('stream-state'), pause: byId('pause'), older: byId('older')},
  {open: sheet.open, whole: uri => get('/api/story', {uri}), before: cursor => get('/api/stories', listed(cursor))});
const search = searchField({field: byId('search'), state: byId('search-state')}, () => filter({}));
const rejected = rejectedList(byId('rejected'), {
  summary: byId('rejected-summary'),
  reasons: byId('rejected-reason'),
  choose(reason) {
    chosen.reason = reason;
    ask.rejected();
  },
  again: () => ask.rejected(),
});

// asking

/** Runs one request at a time; a newer wish replaces one that is under way, and its answer alone is shown. */
function asking(fetchIt, show) {
  let turn = 0;
  return async () => {
    const mine = ++turn;
    try {
      const data = await fetchIt();
      if (mine === turn) show(data);
    } catch (e) {
      // the pulse tells when the server is gone; what was shown stays, and the next round asks again
      if (mine === turn && e.status === undefined && !['TypeError', 'TimeoutError', 'AbortError'].includes(e.name)) throw e;
    }
  };
}

const ask = {
  status: asking(() => get('/api/status'), reported),
  provinces: asking(() => get('/api/provinces', {minutes: chosen.minutes}), data => map.update(data.units)),
  agencies: asking(() => get('/api/agencies', {minutes: chosen.minutes}), data => agencies.update(data)),
  lag: asking(() => get('/api/lag', {minutes: chosen.minutes}), data => lag.update(data, chosen.minutes)),
  rejected: asking(() => get('/api/rejected', {limit: 50, reason: chosen.reason}), data => rejected.update(data)),
  stories: asking(() => get('/api/stories', listed()), data => {
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
  ask.provinces();
  ask.agencies();
  ask.lag();
  ask.rejected();
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
    chosen.place && chip(chosen.place.name, () => filter({place: null})),
    chosen.agency && chip(chosen.agency.name, () => filter({agency: null})),
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

byId('language').addEventListener('click', () => speak(language() === 'vi' ? 'en' : 'vi'));

const THEMES = ['system', 'dark', 'light'];
const theme = () => document.documentElement.dataset.theme ?? 'system';
byId('theme').addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === 'system') localStorage.removeItem('wiretag.theme');
    else localStorage.setItem('wiretag.theme', next);
  } catch {
    // no storage: it holds until the page is closed
  }
  drawTheme();
});

const THEME_SHAPES = {
  system: 'M8 1.5a6.5 6.5 0 1 0 0 13zM8 2.5a5.5 5.5 0 0 1 0 11v1a6.5 6.5 0 0 0 0-13z',
  dark: 'M6.2 1.6A6.6 6.6 0 1 0 14.4 9.8 5.6 5.6 0 0 1 6.2 1.6z',
  light: 'M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8zM7.4.6h1.2v2.6H7.4zM7.4 12.8h1.2v2.6H7.4zM.6 7.4h2.6v1.2H.6zM12.8 7.4h2.6v1.2h-2.6zM2.3 3.2l.9-.9 1.8 1.9-.8.8zM11 11.9l.9-.9 1.8 1.8-.8.9zM11.9 5l-.9-.8 1.9-1.9.8.9zM4.2 11l.8.9-1.8 1.8-.9-.9z',
};

function drawTheme() {
  const name = word('theme.' + theme());
  const button = byId('theme');
  button.replaceChildren(svg('svg', {viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true'}, svg('path', {d: THEME_SHAPES[theme()], 'fill-rule': 'evenodd'})));
  button.setAttribute('aria-label', name);
  button.title = name;
}

onLanguage(() => {
  say(byId('language'), word('language.other'));
  byId('language').setAttribute('aria-label', word('language.switch'));
  byId('language').lang = language() === 'vi' ? 'en' : 'vi';
  drawTheme();
  document.title = `Wiretag ${word('operations')}`;
  drawWindows();
  drawSwitches();
  drawFilters();
  for (const view of [flow, map, stories, search, sheet, agencies, lag, rejected]) view.render();
  verdict();
  beat();
});

// how it is

function reported(next) {
  status = next;
  flow.update(status);
  rejected.status(status);
  verdict();
}

/** What was not seen; nothing green is said of that. */
function blind({unseen = [], groupsLeftOut = 0}) {
  if (unseen.length) return word('verdict.unseen', unseen[0].unseen, unseen.length > 1 ? count(unseen.length - 1) : '');
  return groupsLeftOut ? word('verdict.left-out', count(groupsLeftOut)) : '';
}

/** One sentence for somebody who has just been woken. */
function verdict() {
  let text;
  let sign = 'ok';
  if (pulse === 'lost') {
    text = word('verdict.lost');
    sign = 'bad';
  } else if (!status) {
    text = word('verdict.unknown');
    sign = 'unknown';
  } else {
    const {processor, sinks = []} = status.flow ?? {};
    const readers = [...sinks.flatMap(sink => sink.groups.map(g => ({...g, on: sink.role}))), ...(status.elsewhere ?? []).map(g => ({...g, on: g.topic}))];
    const poor = readers.filter(g => needsHelp(g.status));
    if (status.ready && !status.ready.ok) {
      text = word('verdict.not-ready', status.ready.why ?? word('unknown'));
      sign = 'bad';
    } else if (processor && needsHelp(processor.status)) {
      text = word('verdict.processor', statusWord(processor.status));
      sign = level(processor.status);
    } else if (poor.length) {
      poor.sort((a, b) => severity(a.status) - severity(b.status));
      text = [word('verdict.groups', poor.slice(0, 2).map(g => word('verdict.group', g.group, g.on, statusWord(g.status))).join(' · '), poor.length > 2 ? count(poor.length - 2) : ''), blind(status)].filter(Boolean).join(' · ');
      sign = level(poor[0].status);
    } else if (blind(status)) {
      text = blind(status);
      sign = 'warn';
    } else text = word(status.flow?.published?.recordsPerSecond === 0 ? 'verdict.quiet' : 'verdict.well');
    say(byId('gazetteer'), status.gazetteer ? word('gazetteer', status.gazetteer) : '');
  }
  say(byId('verdict-words'), text);
  byId('verdict').dataset.level = sign;
}

function beat() {
  byId('pulse').dataset.state = pulse;
  say(byId('pulse-words'), pulse === 'lost' ? word('pulse.lost', lastNews === null ? '–' : clock(lastNews)) : word('pulse.' + pulse));
  document.body.dataset.stale = pulse === 'lost';
}

function tick() {
  const now = Date.now();
  byId('clock').dateTime = iso(now);
  say(byId('clock'), clock(now));
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
    beat();
    verdict();
  },
  again() {
    askAll();
    ask.stories();
  },
});
