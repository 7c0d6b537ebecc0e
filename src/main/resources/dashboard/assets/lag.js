// How far behind every group was, over time: one small line each, on the same axis of time and each on its own height, which is
// written beside it. Unknown leaves a gap in the line; it is not drawn as zero.

import {el, svg, say} from './dom.js';
import {word} from './language.js';
import {clock, count, duration, isKnown, minute, UNKNOWN} from './format.js';
import {badge, level, shownStatus, statusWord} from './status.js';
import {moreButton} from './groups.js';
import {figures} from './tables.js';

/** So many lines; the server gives the worst. */
export const MOST_LINES = 12;

const WIDTH = 300;
const HEIGHT = 40;
/** Less than this is drawn low: nobody need look at half a second. */
const LEAST_TOP = 5;
/** More points than these are drawn as one, the highest: a spike of one sample must be seen. */
const BINS = 150;

/** At most one point for each bin of time. */
export function thinned(points, from, to) {
  const bins = new Map();
  for (const point of points) {
    const bin = Math.floor(((point.at - from) / (to - from)) * BINS);
    const highest = bins.get(bin);
    if (!highest || (isKnown(point.seconds) && !(highest.seconds >= point.seconds))) bins.set(bin, point);
  }
  return [...bins.values()];
}

/** Paths of the line, parted where the value is unknown; a lone point becomes a short stroke. */
export function strokes(points, x, y) {
  const parts = [];
  let part = [];
  for (const {at, seconds} of [...points, {at: 0, seconds: null}]) {
    if (isKnown(seconds)) part.push([x(at), y(seconds)]);
    else if (part.length) {
      parts.push(part);
      part = [];
    }
  }
  return parts.map(p => (p.length === 1 ? [p[0], [p[0][0] + 1, p[0][1]]] : p)).map(p => 'M' + p.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join('L')).join('');
}

/** @param openList opens the list of all groups */
export function lagChart(root, openList) {
  let data = null;
  let minutes = 30;
  const table = figures('lag.title', () => ({
    heads: [{text: word('table.group')}, {text: word('table.topic')}, {text: word('table.status')}, ...['now', 'most', 'records'].map(key => ({text: word('table.' + key), number: true}))],
    rows: (data?.groups ?? []).map(each => {
      const {group, topic, points} = each;
      const known = points.map(p => p.seconds).filter(isKnown);
      const last = points.at(-1);
      return [group, topic, statusWord(shownStatus(each)), duration(last?.seconds), known.length ? duration(Math.max(...known)) : UNKNOWN, count(last?.records)];
    }),
  }));
  const chart = el('div');
  root.replaceChildren(chart, table.node);

  function row(group, from, to) {
    const known = group.points.filter(p => isKnown(p.seconds));
    const max = known.length ? Math.max(...known.map(p => p.seconds)) : null;
    const now = group.points.at(-1)?.seconds;
    const top = Math.max(LEAST_TOP, max ?? 0);
    const x = at => ((at - from) / (to - from)) * WIDTH;
    const y = seconds => HEIGHT - 3 - (seconds / top) * (HEIGHT - 7);
    const values = el('span', {class: 'lag-values'});
    const rest = () => {
      values.replaceChildren(el('b', {}, duration(now)), el('small', {}, max === null ? word('unknown') : word('lag.max', duration(max))));
    };
    rest();
    const line = strokes(thinned(group.points, from, to), x, y);
    const cursor = svg('line', {class: 'cursor', y1: 0, y2: HEIGHT, x1: 0, x2: 0});
    const picture = svg('svg', {class: 'lag-line', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': word('lag.chart', group.group, group.topic, duration(now), duration(max))},
      svg('line', {class: 'ground', x1: 0, x2: WIDTH, y1: HEIGHT - 3, y2: HEIGHT - 3}),
      svg('path', {d: line}), cursor);
    picture.addEventListener('pointermove', event => {
      const box = picture.getBoundingClientRect();
      const at = from + ((event.clientX - box.left) / box.width) * (to - from);
      const nearest = group.points.reduce((best, p) => (best === null || Math.abs(p.at - at) < Math.abs(best.at - at) ? p : best), null);
      if (!nearest) return;
      cursor.classList.add('on');
      cursor.setAttribute('x1', x(nearest.at));
      cursor.setAttribute('x2', x(nearest.at));
      values.replaceChildren(el('b', {}, duration(nearest.seconds)), el('small', {}, `${clock(nearest.at)} · ${word('flow.records', isKnown(nearest.records) ? count(nearest.records) : UNKNOWN)}`));
    });
    picture.addEventListener('pointerleave', () => {
      cursor.classList.remove('on');
      rest();
    });
    return el('li', {class: 'lag-row', 'data-level': level(shownStatus(group))},
      el('span', {class: 'lag-name'}, el('strong', {}, group.group), ' ', badge(shownStatus(group)), el('small', {}, group.topic)), values, picture);
  }

  function render() {
    if (!data) return;
    if (root.matches(':hover') && root.querySelector('svg:hover')) return; // not under the pointer
    if (data.groups.length === 0) {
      chart.replaceChildren(el('p', {class: 'empty'}, word('lag.none')));
      table.draw();
      return;
    }
    const to = Math.max(...data.groups.flatMap(g => g.points.map(p => p.at)), 0) || Date.now();
    const from = to - minutes * 60_000;
    const hidden = data.inAll - data.groups.length;
    const focused = document.activeElement?.matches('.lag .more');
    chart.replaceChildren(
      el('ul', {class: 'lag-rows'}, data.groups.map(group => row({...group, points: group.points.filter(p => p.at >= from)}, from, to))),
      el('div', {class: 'chart-axis lag-axis', 'aria-hidden': 'true'}, el('span', {}, minute(from)), el('span', {}, word('lag.now'))),
      ...(hidden > 0 ? [moreButton(hidden, () => openList(null))] : []));
    if (focused) root.querySelector('.more')?.focus();
    table.draw();
  }

  return {
    update(next, span) {
      data = next;
      minutes = span;
      render();
    },
    render,
  };
}
