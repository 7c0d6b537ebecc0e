// How old what is shown is. A panel that shows something older than two looks says so, in grey, and each for itself: one question
// that fails must not make the answers to the others look old, nor itself look new.

import {el, say} from './dom.js';
import {word} from './language.js';
import {clock} from './format.js';

/** Two looks of the page at what it asks for every ten seconds. */
const ASKED_MILLIS = 20_000;
/** The watch on stories looks all the time; the brokers answer within half a second, be it that there is nothing. */
const STORIES_MILLIS = 10_000;
/** A moment that differs by less is the same. */
const STEADY_MILLIS = 1_500;

/**
 * Of what the server told when it told it: its clock and ours may differ, so only spans within one of them are reckoned.
 * @param age how old it was then, in milliseconds; null: it has never been seen
 */
const told = age => ({since: performance.now(), age});
const ageOf = each => (each === null || each.age === null ? null : performance.now() - each.since + each.age);

export function sights() {
  const asked = new Map(); // panel -> when its last answer came
  let status = null;
  let brokers = null;
  let brokersMillis = 10_000;
  let stories = null;
  let lost = false;

  /** @returns {old, age}: age is null where nothing was ever seen */
  const state = (each, limit) => {
    const age = ageOf(each);
    return {old: lost || age === null || age > limit, age};
  };
  const worst = (...states) => states.reduce((a, b) => (b.age === null || (a.age !== null && b.age > a.age) ? {old: a.old || b.old, age: b.age} : {old: a.old || b.old, age: a.age}));

  const looks = () => state(brokers, brokersMillis);
  const read = () => state(stories, STORIES_MILLIS);
  const answer = panel => state(asked.get(panel) ?? null, ASKED_MILLIS);
  /** What each panel is made of. */
  const PANELS = {
    'flow-panel': looks,
    'map-panel': () => worst(answer('map-panel'), read()),
    'stream-panel': read,
    'agencies-panel': () => worst(answer('agencies-panel'), read()),
    'lag-panel': () => worst(answer('lag-panel'), looks()),
    // nothing while it is closed
    'groups-list': () => (asked.has('groups-list') ? worst(answer('groups-list'), looks()) : null),
    'rejected-panel': () => (asked.has('rejected-panel') ? worst(answer('rejected-panel'), read()) : read()),
  };

  function render() {
    // before the first report the page is empty anyway
    if (status === null && !lost) return;
    for (const [name, sight] of Object.entries(PANELS)) {
      const seen = sight();
      if (seen) tell(document.querySelector('.' + name), seen);
    }
  }

  function tell(panel, {old, age}) {
    panel.dataset.old = String(old);
    let note = panel.querySelector('.as-of');
    if (!old) {
      note?.remove();
      return;
    }
    if (!note) {
      note = el('p', {class: 'as-of'});
      panel.querySelector('h2').after(note);
    }
    const at = age === null ? null : Date.now() - age;
    // spans are measured anew with each report, so that the same moment comes out some milliseconds off
    if (at !== null && !(Math.abs(at - note.dataset.at) < STEADY_MILLIS)) note.dataset.at = at;
    say(note, at === null ? word('sight.never') : word('sight.as-of', clock(Number(note.dataset.at))));
  }

  return {
    /** An answer to a question of that panel has come. */
    answered(panel) {
      asked.set(panel, told(0));
    },
    /** Nothing is asked for that panel any more. */
    notAsked(panel) {
      asked.delete(panel);
    },
    reported(next) {
      status = next;
      brokers = told(next.lag?.at ? next.at - next.lag.at : null);
      brokersMillis = 2_000 * (next.lag?.everySeconds ?? 5);
      stories = told(next.stories?.at ? next.at - next.stories.at : null);
    },
    connected(live) {
      lost = !live;
    },
    /** For the sentence at the top: how the two watches of the server are. */
    watches: () => ({brokers: looks(), stories: read()}),
    render,
  };
}
