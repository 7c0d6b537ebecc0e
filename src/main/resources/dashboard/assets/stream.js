// The stories as they come. Three things keep it calm however fast they come:
// - stories are gathered and drawn together, with a frame of the screen and at most four times a second;
// - the list has at most ROWS rows, the oldest go, unless one asks for older ones;
// - rows lie on each other and are moved by a transform, so that a new one on top shifts no layout.
// While one reads (pointer or focus on the list) nothing moves; what comes meanwhile waits.

import {el, say} from './dom.js';
import {word, wordOr} from './language.js';
import {clock, count, day, duration, iso, isKnown, moment, rate} from './format.js';
import {marked} from './marks.js';
import {agencyMark, agencyName, placeName} from './names.js';
import {linkOf} from './link.js';
import {reach} from './search.js';

export const ROWS = 60;
/** However many older ones one asks for. */
const MOST_ROWS = 1_200;
const MOST_DOWN = 500;
const DRAW_EVERY_MILLIS = 250;
/** More than this many at a time do not glide to their place, they are there. */
const CALM = 3;
const RATE_SECONDS = 10;
const IN_SIGHT = 12;
const MOST_ASKING = 2;
const MARK_AFTER_MILLIS = 2_000;
/** More tags than these fit into no row. */
const MOST_TAGS = 10;
const TAG_GAP = 5;
const LEAD = 160;

/**
 * @param parts {list, scroller, state, pause, older}
 * @param ways open(story) shows one in full; whole(uri) fetches it, before(cursor) those that are older: {stories, more, index}
 */
export function stream({list, scroller, state, pause, older}, {open, whole, before}) {
  let rows = []; // newest first: {story, node, gone, replaced}
  let waiting = []; // newest last, without node
  let overflow = 0; // waited, and there was no room
  let paused = false;
  let held = false;
  let accepts = () => true;
  let filtered = false;
  let scheduled = false;
  let lastDraw = 0;
  let arrivals = [];
  let asking = 0;
  let marking = null;
  let pace = null; // as the flow tells it: two ways to count would be two numbers
  let room = ROWS;
  let more = false; // whether the server has older ones
  let extent = null;
  let fetching = null; // the list that older ones are fetched for
  let failed = false;
  const empty = el('li', {class: 'rows-empty'});

  const down = new Map(); // what was killed or retracted lately: an answer that was made before may still have its text

  const stopped = () => paused || held || fetching !== null;

  function remember(story) {
    down.delete(story.uri);
    if (!gone(story)) return;
    down.set(story.uri, story);
    if (down.size > MOST_DOWN) down.delete(down.keys().next().value);
  }

  /** The story, or what has taken it back since. */
  const asItIs = story => (down.get(story.uri)?.taggedAt >= story.taggedAt ? down.get(story.uri) : story);

  function arrive(story) {
    arrivals.push(performance.now());
    if (arrivals.length > 5_000) arrivals.splice(0, 2_500);
    supersede(story);
    remember(story);
    if (!accepts(story)) return;
    waiting.push({story, node: null, gone: null, replaced: false});
    if (waiting.length > ROWS) {
      waiting.shift();
      overflow++;
    }
    schedule();
  }

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    const rest = Math.max(0, DRAW_EVERY_MILLIS - (performance.now() - lastDraw));
    setTimeout(() => requestAnimationFrame(draw), rest);
  }

  function draw() {
    scheduled = false;
    lastDraw = performance.now();
    if (stopped()) {
      tell();
      return;
    }
    const fresh = waiting;
    waiting = [];
    overflow = 0;
    list.classList.toggle('quick', fresh.length > CALM);
    for (const row of fresh) {
      row.node = make(row);
      if (fresh.length <= CALM) {
        row.node.classList.add('fresh');
        row.node.style.setProperty('--from', -fresh.length);
      }
      rows.unshift(row);
      list.prepend(row.node); // in the order in which they are read out
    }
    for (const row of rows.splice(room)) {
      row.node.remove();
      more = true;
    }
    fit(fresh);
    place();
    tell();
    mark();
  }

  /** What stands below the last row: a way to older ones, or that there are none. */
  function end() {
    const last = rows.at(-1);
    older.hidden = !last;
    if (!last) return;
    if (more && rows.length < MOST_ROWS) {
      older.replaceChildren(
        el('button', {type: 'button', class: 'tool', disabled: fetching !== null, onclick: event => fetchOlder(event.detail === 0)}, word(fetching ? 'search.older.asked' : 'search.older')),
        failed ? el('span', {class: 'hint'}, ' ', word('search.failed')) : '');
    } else say(older, more ? word('search.narrow', count(MOST_ROWS)) : extent ? reach(extent, 'search.end') : '');
  }

  /** @param byKey whether the focus is to go on with the first of them */
  async function fetchOlder(byKey) {
    const last = rows.at(-1);
    const mine = fetching = {};
    failed = false;
    end();
    const answer = await before(last.story.cursor).catch(() => null);
    if (fetching !== mine) return; // another list stands there now
    fetching = null;
    failed = answer === null;
    // unless what these follow was pushed out meanwhile
    const fresh = answer && rows.at(-1) === last ? answer.stories.map(asItIs).map(story => ({story, node: null, gone: null, replaced: false})) : [];
    if (fresh.length) {
      ({more, index: extent} = answer);
      room = Math.max(room, rows.length + fresh.length);
      for (const row of fresh) row.node = make(row);
      list.append(...fresh.map(row => row.node));
      rows.push(...fresh);
      fit(fresh);
    }
    place();
    if (byKey && fresh.length) rove(fresh[0]);
    else if (byKey) older.querySelector('button')?.focus();
    if (!stopped() && waiting.length) schedule();
  }

  /** Where a list tells nothing of the words that were tagged, the rows in sight are asked for, a few at a time. */
  function mark() {
    if (asking >= MOST_ASKING) return;
    if (perSecond() > CALM) {
      // nothing else may come that would ask when it is calm again
      marking ??= setTimeout(() => {
        marking = null;
        mark();
      }, MARK_AFTER_MILLIS);
      return;
    }
    const row = rows.slice(0, IN_SIGHT).find(r => r.story.mentions === undefined && !gone(r.story) && !r.gone && !r.asked);
    if (!row) return;
    row.asked = true;
    asking++;
    whole(row.story.uri).then(story => {
      if (!same(story, row.story) || row.gone || !row.node.isConnected) return;
      const lead = row.story.headline ? null : beginning(story.body ?? '');
      row.story = {...row.story, lead, mentions: story.mentions, gazetteerVersion: story.gazetteerVersion};
      redo(row);
    }).catch(() => {
      // then without marks
    }).finally(() => {
      asking--;
      mark();
    });
    mark();
  }

  /** A later version of an article says what the rows of the earlier ones are now. */
  function supersede(story) {
    for (const row of [...rows, ...waiting]) {
      if (row.story.uri !== story.uri || row.gone) continue;
      if (gone(story)) {
        row.gone = story.operation;
        row.story = {...row.story, headline: null, lead: null, mentions: null};
      } else if (!same(story, row.story)) row.replaced = true;
      else continue;
      if (row.node) redo(row);
    }
  }

  function redo(row) {
    const node = make(row);
    node.style.setProperty('--at', row.node.style.getPropertyValue('--at'));
    const focus = row.node.contains(document.activeElement);
    row.node.replaceWith(node);
    row.node = node;
    fit([row]);
    if (focus) button(row).focus();
    rove();
  }

  /** A link like any other where one asks for another tab. */
  function opened(event, story) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(story);
  }

  function make(row) {
    const {story} = row;
    const origins = story.agencies?.filter(a => a.role === 'origin') ?? [];
    const provinces = story.provinces ?? [];
    const roomForProvinces = Math.max(0, MOST_TAGS - origins.length);
    const erased = row.gone ?? (story.headline ? null : gone(story) ? story.operation : null);
    const kind = story.operation ?? 'publish';
    const text = erased ? word('gone.' + erased) : story.headline || story.lead || word('story.no-headline');
    return el('li', {class: 'row', 'data-operation': kind, 'data-gone': erased, 'data-replaced': String(row.replaced), 'data-uri': story.uri},
      el('a', {href: linkOf(story.uri), class: 'row-open', tabindex: '-1', onclick: event => opened(event, row.story)},
        el('span', {class: 'row-side'},
          el('time', {datetime: iso(story.taggedAt), title: moment(story.taggedAt)}, clock(story.taggedAt)),
          isToday(story.taggedAt) ? isKnown(story.seconds) && el('span', {class: 'row-took'}, duration(story.seconds)) : el('span', {}, day(story.taggedAt))),
        el('span', {class: 'row-main'},
          el('span', {class: 'headline', lang: story.language},
            kind === 'publish' ? null : el('span', {class: 'operation', title: wordOr(`operation.${kind}.why`, null)}, wordOr('operation.' + kind, kind)),
            kind === 'publish' ? null : ' ',
            el('span', {class: 'headline-text', dir: 'auto'}, erased ? text : marked(text, inSight(story), false, story.gazetteerVersion))),
          el('span', {class: 'row-tags'},
            row.replaced && !erased ? el('span', {class: 'chip note'}, word('row.replaced')) : null,
            origins.slice(0, MOST_TAGS).map(a => el('span', {class: 'chip agency', title: agencyName(a)}, agencyMark(a.code))),
            provinces.slice(0, roomForProvinces).map(p => el('span', {class: 'chip province', 'data-about': String(Boolean(p.about)), title: word(p.about ? 'about' : 'mentions')}, placeName(p.code, p.name))),
            story.provinces?.length === 0 ? el('span', {class: 'chip note'}, word('stream.no-place')) : null,
            el('span', {class: 'chip note more', 'data-all': origins.length + provinces.length})))));
  }

  /** Tags that have no room give way to how many they are. All are measured before any is written: one layout, not one for each row. */
  function fit(some) {
    const measured = some.map(({node}) => {
      const tags = node.querySelector('.row-tags');
      const more = tags.lastElementChild;
      for (const chip of tags.children) chip.hidden = false;
      more.textContent = '+' + count(Number(more.dataset.all));
      return {tags, more};
    }).map(({tags, more}) => ({
      more,
      room: tags.clientWidth,
      width: more.offsetWidth,
      chips: [...tags.children].filter(chip => chip !== more).map(chip => ({chip, end: chip.offsetLeft - tags.offsetLeft + chip.offsetWidth})),
    }));
    for (const {more, room, width, chips} of measured) {
      const unlisted = Math.max(0, Number(more.dataset.all) - MOST_TAGS);
      const all = unlisted === 0 && chips.every(({end}) => end <= room);
      const out = all ? [] : chips.filter(({chip, end}, i) => i > 0 && chip.matches('.province, .agency') && end + TAG_GAP + width > room);
      for (const {chip} of out) chip.hidden = true;
      say(more, '+' + count(unlisted + out.length));
      more.hidden = unlisted + out.length === 0;
    }
  }
  let fitted = 0;
  new ResizeObserver(() => {
    if (list.clientWidth === fitted) return;
    fitted = list.clientWidth;
    fit(rows);
  }).observe(list);

  /** Mentions in what the row shows: the headline, or else how the text begins. */
  const inSight = story => (story.mentions ?? [])
    .filter(m => m.field === (story.headline ? 'headline' : story.lead ? 'body' : null))
    .map(m => ({...m, name: story.provinces.filter(p => m.kind === 'province' && p.code === m.code).map(p => placeName(p.code, p.name))[0]}));

  const button = row => row.node.firstElementChild;

  function place() {
    rows.forEach((row, i) => row.node.style.setProperty('--at', i));
    list.style.setProperty('--rows', rows.length);
    if (rows.length === 0) {
      say(empty, word(filtered ? 'search.none' : 'search.none.yet'));
      list.append(empty);
    } else empty.remove();
    end();
    rove();
  }

  /** One row can be reached by Tab, the others by arrow keys. */
  function rove(to) {
    const active = to ?? rows.find(row => row.node.contains(document.activeElement)) ?? rows[0];
    for (const row of rows) button(row).tabIndex = row === active ? 0 : -1;
    if (to) button(to).focus();
  }

  list.addEventListener('keydown', event => {
    const at = rows.findIndex(row => row.node.contains(document.activeElement));
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1}[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    rove(rows[Math.max(0, Math.min(rows.length - 1, to))]);
  });

  function hold(next) {
    if (held === next) return;
    held = next;
    tell();
    if (!stopped() && waiting.length) schedule();
  }
  let pointing = false;
  const reading = () => hold(pointing || scroller.contains(document.activeElement) || scroller.scrollTop > 4);
  // a finger that scrolls past is no reader
  scroller.addEventListener('pointerenter', event => { pointing = event.pointerType === 'mouse'; reading(); });
  scroller.addEventListener('pointerleave', () => { pointing = false; reading(); });
  scroller.addEventListener('focusin', reading);
  scroller.addEventListener('focusout', () => setTimeout(reading));
  scroller.addEventListener('scroll', reading, {passive: true});

  pause.addEventListener('click', () => {
    paused = !paused;
    tell();
    if (!stopped() && waiting.length) schedule();
  });

  function perSecond() {
    const since = performance.now() - RATE_SECONDS * 1_000;
    arrivals = arrivals.filter(at => at > since);
    return arrivals.length / RATE_SECONDS;
  }

  function tell() {
    const number = waiting.length + overflow;
    const n = number ? count(number) : '';
    const parts = [paused ? word('stream.paused', n) : held ? word('stream.held', n) : rate(pace)];
    say(state, parts.join(' · '));
    state.dataset.stopped = stopped();
    pause.setAttribute('aria-pressed', String(paused));
    say(pause, word(paused ? 'stream.go-on' : 'stream.pause'));
  }
  setInterval(() => { if (!document.hidden) tell(); }, 1_000);

  return {
    arrive,
    /** Stories a second that come to the topic of tagged articles. */
    pace(perSecond) {
      pace = perSecond;
    },
    /** Whether nobody reads or has asked for older ones, so that the list may be made anew. */
    atRest: () => !stopped() && rows.length <= ROWS,
    /** Shows these and no others, newest first: {stories, more, index}. */
    replace({stories, ...answer}) {
      ({more, index: extent} = answer);
      waiting = [];
      overflow = 0;
      fetching = null;
      failed = false;
      if (stories.length > 0 && stories.length === rows.length && rows.every((row, i) => isShown(row, stories[i]))) {
        end();
        return;
      }
      for (const row of rows) row.node.remove();
      room = ROWS;
      scroller.scrollTop = 0;
      rows = stories.slice(0, ROWS).map(asItIs).map(story => ({story, node: null, gone: null, replaced: false}));
      const seen = new Map();
      for (const row of rows) {
        const later = seen.get(row.story.uri);
        if (later && gone(later)) {
          row.gone = later.operation;
          row.story = {...row.story, headline: null, mentions: null};
        } else if (later) row.replaced = true;
        else seen.set(row.story.uri, row.story);
        row.node = make(row);
      }
      list.classList.add('quick');
      list.append(...rows.map(row => row.node));
      fit(rows);
      place();
      tell();
      mark();
    },
    only(next, isFilter) {
      accepts = next;
      filtered = isFilter;
    },
    render() {
      for (const row of rows) {
        const node = make(row);
        row.node.replaceWith(node);
        row.node = node;
      }
      fit(rows);
      place();
      tell();
    },
  };
}

const isShown = (row, story) => row.story.uri === story.uri && same(row.story, story) && !row.gone && !row.replaced;

/** A revision may keep its version, so the time counts as well. */
const same = (a, b) => a.version === b.version && a.taggedAt === b.taggedAt;

const isToday = millis => new Date(millis).toDateString() === new Date().toDateString();

/** How a text without a headline begins; its offsets are those of the text. Never half a surrogate pair. */
const beginning = text => text.slice(0, LEAD).replace(/[\uD800-\uDBFF]$/, '');

/** Killed and retracted articles lose their text wherever it still stands. */
export const gone = story => story.operation === 'kill' || story.operation === 'retract';
