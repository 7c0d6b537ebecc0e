// The figures of a picture as a table, for whoever cannot see the picture or wants to read them.

import {el, say} from './dom.js';
import {word} from './language.js';

/** A table: cells that hold nodes or text; the first of each row names it. */
export function tableOf(heads, rows) {
  const number = at => (heads[at].number ? 'number' : null);
  return el('table', {},
    el('thead', {}, el('tr', {}, heads.map((head, at) => el('th', {scope: 'col', class: number(at)}, head.text)))),
    el('tbody', {}, rows.map(cells => el('tr', {}, cells.map((cell, at) => (at === 0 ? el('th', {scope: 'row'}, cell) : el('td', {class: number(at)}, cell)))))));
}

/**
 * A table behind a heading that opens it. It is made only while it is open.
 *
 * @param title key of the words that say what the figures are of
 * @param read called for {heads, rows}
 * @return {node, draw()}: draw when the figures have changed
 */
export function figures(title, read) {
  const heading = el('summary');
  const room = el('div', {class: 'figures-table', role: 'region', tabindex: '0'});
  const node = el('details', {class: 'figures'}, heading, room);
  const draw = () => {
    say(heading, word('figures'));
    room.setAttribute('aria-label', `${word(title)}: ${word('figures')}`);
    if (!node.open) return;
    const {heads, rows} = read();
    room.replaceChildren(tableOf(heads, rows));
  };
  node.addEventListener('toggle', draw);
  draw();
  return {node, draw};
}
