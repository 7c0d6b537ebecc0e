// Who the stories come from: a bar for each agency, and above them the same over time.

import {el, svg, say} from './dom.js';
import {word} from './language.js';
import {count, minute, percent} from './format.js';
import {agencyName} from './names.js';
import {figures} from './tables.js';

/** So many have a colour of their own; the rest are "others". */
const COLOURS = 6;
/** Bars of the picture that are one line of the table. */
const BARS_A_LINE = 5;

export function agencyChart(root, choose) {
  let data = null;
  let chosen = null;
  const picture = el('div', {class: 'chart'});
  const axis = el('div', {class: 'chart-axis', 'aria-hidden': 'true'}, el('span'), el('span'));
  const list = el('ul', {class: 'bars'});
  const table = figures('agencies.over-time', overTime);
  root.replaceChildren(picture, axis, list, table.node);

  const ranked = () => (data?.agencies ?? []).slice().sort((a, b) => b.stories - a.stories || a.code.localeCompare(b.code));

  /** The picture in figures: a line for every few bars, a column for each agency that has a colour. */
  function overTime() {
    const own = ranked().slice(0, COLOURS);
    const lines = [];
    (data?.buckets ?? []).forEach(({at, counts}, i) => {
      if (i % BARS_A_LINE === 0) lines.push({at, counts: {}});
      for (const [code, n] of Object.entries(counts)) lines.at(-1).counts[code] = (lines.at(-1).counts[code] ?? 0) + n;
    });
    const rest = counts => Object.entries(counts).filter(([code]) => !own.some(a => a.code === code)).reduce((sum, [, n]) => sum + n, 0);
    return {
      heads: [{text: word('table.time')}, ...own.map(a => ({text: agencyName(a), number: true})), {text: word('agencies.others'), number: true}],
      rows: lines.map(({at, counts}) => [minute(at), ...own.map(a => count(counts[a.code] ?? 0)), count(rest(counts))]),
    };
  }

  function render() {
    if (!data) return;
    const agencies = ranked();
    const total = agencies.reduce((sum, a) => sum + a.stories, 0);
    const own = agencies.slice(0, COLOURS).map(a => a.code);
    const most = Math.max(1, ...agencies.map(a => a.stories));

    const buckets = data.buckets ?? [];
    const highest = Math.max(1, ...buckets.map(b => Object.values(b.counts).reduce((x, y) => x + y, 0)));
    const bars = [];
    buckets.forEach((bucket, i) => {
      let y = 0;
      const rest = Object.entries(bucket.counts).filter(([code]) => !own.includes(code)).reduce((sum, [, n]) => sum + n, 0);
      for (const [n, colour] of [...own.map((code, c) => [bucket.counts[code] ?? 0, c]), [rest, 'rest']]) {
        if (n === 0) continue;
        bars.push(svg('rect', {x: i + 0.1, width: 0.8, y: highest - y - n, height: n, 'data-colour': colour}));
        y += n;
      }
    });
    picture.replaceChildren(svg('svg', {viewBox: `0 0 ${Math.max(1, buckets.length)} ${highest}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': word('agencies.over-time')}, bars));
    say(axis.firstChild, buckets.length ? minute(buckets[0].at) : '');
    say(axis.lastChild, buckets.length ? word('lag.now') : '');

    const focused = document.activeElement?.dataset?.agency;
    list.replaceChildren(...(agencies.length === 0 ? [el('li', {class: 'empty'}, word('agencies.none'))] : agencies.map((a, i) => {
      const bar = el('span', {class: 'bar-fill', 'data-colour': i < COLOURS ? i : 'rest'});
      bar.style.setProperty('--share', a.stories / most);
      return el('li', {}, el('button', {type: 'button', class: 'bar-row', 'data-agency': a.code, title: `${word('agencies.list', agencyName(a))} (${a.code}): ${word('count.stories', count(a.stories))}`, 'aria-pressed': String(a.code === chosen), onclick: () => choose(a.code === chosen ? null : a)},
        el('span', {class: 'bar-name'}, agencyName(a)), el('span', {class: 'bar-track'}, bar), el('span', {class: 'number'}, count(a.stories)), el('span', {class: 'number faint'}, percent(total ? a.stories / total : 0))));
    })));
    table.draw();
    if (focused) list.querySelector(`[data-agency="${CSS.escape(focused)}"]`)?.focus();
  }

  return {
    update(next) {
      data = next;
      render();
    },
    choose(code) {
      chosen = code;
      render();
    },
    render,
  };
}
