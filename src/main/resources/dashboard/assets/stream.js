// The stories as they come. Three things keep it calm however fast they come:
// - stories are gathered and drawn together, with a frame of the screen and at most four times a second;
// - the list has at most ROWS rows, the oldest go;
// - rows lie on each other and are moved by a transform, so that a new one on top shifts no layout.
// While one reads (pointer or focus on the list) nothing moves; what comes meanwhile waits.

import {el, say} from './dom.js';
import {word, wordOr} from './language.js';
import {clock, count, duration, iso, moment, rate} from './format.js';
import {marked} from './marks.js';
import {agencyMark, agencyName, placeName} from './names.js';

export const ROWS = 60;
const DRAW_EVERY_MILLIS = 250;
/** More than this many at a time do not glide to their place, they are there. */
const CALM = 3;
const RATE_SECONDS = 10;
const IN_SIGHT = 12;
const MOST_ASKING = 2;
/** More tags than these fit into no row. */
const MOST_TAGS = 10;
const TAG_GAP = 5;
const LEAD = 160;

/**
 * @param parts {list, scroller, state, pause}
 * @param open called with the story of a row
 * @param whole fetches a story in full, by its uri
 */
export function stream({list, scroller, state, pause}, open, whole) {
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
  let pace = null; // as the flow tells it: two ways to count would be two numbers
  const empty = el('li', {class: 'rows-empty'});

  const stopped = () => paused || held;

  function arrive(story) {
    arrivals.push(performance.now());
    if (arrivals.length > 5_000) arrivals.splice(0, 2_500);
    supersede(story);
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
    for (const row of rows.splice(ROWS)) row.node.remove();
    fit(fresh);
    place();
    tell();
    mark();
  }

  /** Where a list tells nothing of the words that were tagged, the rows in sight are asked for, a few at a time. */
  function mark() {
    if (asking >= MOST_ASKING || perSecond() > CALM) return;
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

  function make(row) {
    const {story} = row;
    const erased = row.gone ?? (story.headline ? null : gone(story) ? story.operation : null);
    const kind = story.operation ?? 'publish';
    const text = erased ? word('gone.' + erased) : story.headline || story.lead || word('story.no-headline');
    return el('li', {class: 'row', 'data-operation': kind, 'data-gone': erased, 'data-replaced': String(row.replaced), 'data-uri': story.uri},
      el('button', {type: 'button', class: 'row-open', tabindex: '-1', onclick: () => open(row.story)},
        el('span', {class: 'row-side'},
          el('time', {datetime: iso(story.taggedAt), title: moment(story.taggedAt)}, clock(story.taggedAt)),
          el('span', {class: 'row-took'}, duration(story.seconds))),
        el('span', {class: 'row-main'},
          el('span', {class: 'headline', lang: story.language},
            kind === 'publish' ? null : el('span', {class: 'operation', title: wordOr(`operation.${kind}.why`, null)}, wordOr('operation.' + kind, kind)),
            kind === 'publish' ? null : ' ',
            el('span', {class: 'headline-text', dir: 'auto'}, erased ? text : marked(text, inSight(story), false, story.gazetteerVersion))),
          el('span', {class: 'row-tags'},
            row.replaced && !erased ? el('span', {class: 'chip note'}, word('row.replaced')) : null,
            story.agencies?.filter(a => a.role === 'origin').map(a => el('span', {class: 'chip agency', title: agencyName(a)}, agencyMark(a.code))),
            story.provinces?.slice(0, MOST_TAGS).map(p => el('span', {class: 'chip province', 'data-about': String(Boolean(p.about)), title: word(p.about ? 'about' : 'mentions')}, placeName(p.code, p.name))),
            story.provinces?.length === 0 ? el('span', {class: 'chip note'}, word('stream.no-place')) : null,
            el('span', {class: 'chip note more', 'data-all': story.provinces?.length ?? 0})))));
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
      const out = all ? [] : chips.filter(({chip, end}, i) => i > 0 && chip.matches('.province') && end + TAG_GAP + width > room);
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
      say(empty, word(filtered ? 'stream.none.filtered' : 'stream.none'));
      list.append(empty);
    } else empty.remove();
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
    /** Shows these and no others, newest first. */
    replace(stories) {
      for (const row of rows) row.node.remove();
      waiting = [];
      overflow = 0;
      rows = stories.slice(0, ROWS).map(story => ({story, node: null, gone: null, replaced: false}));
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

/** A revision may keep its version, so the time counts as well. */
const same = (a, b) => a.version === b.version && a.taggedAt === b.taggedAt;

/** How a text without a headline begins; its offsets are those of the text. Never half a surrogate pair. */
const beginning = text => text.slice(0, LEAD).replace(/[\uD800-\uDBFF]$/, '');

/** Killed and retracted articles lose their text wherever it still stands. */
export const gone = story => story.operation === 'kill' || story.operation === 'retract';
