// One of many, by search: a field, and the list of what fits.

import {el, say} from './dom.js';
import {word} from './language.js';
import {count} from './format.js';

/** As people type it: without marks, in any case. */
const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();

/**
 * @param label of the field
 * @param options [{code, name}] in the order of the list
 * @param pick called with a code
 * @return {node, field}
 */
export function picker(label, options, pick) {
  const sought = options.map(option => ({...option, words: folded(`${option.name} ${option.plain ?? ''} ${option.code}`)}));
  let fitting = sought;
  let active = 0;
  const field = el('input', {type: 'text', id: 'pick', role: 'combobox', class: 'plain', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-expanded': 'true', 'aria-controls': 'pick-list', 'aria-autocomplete': 'list'});
  const found = el('p', {class: 'hint', role: 'status'});
  const list = el('ul', {id: 'pick-list', role: 'listbox', class: 'pick-list', 'aria-label': label, tabindex: '-1'});

  function point(at) {
    active = Math.max(0, Math.min(at, fitting.length - 1));
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === active)));
    const item = list.children[active];
    if (!item) return field.removeAttribute('aria-activedescendant');
    field.setAttribute('aria-activedescendant', item.id);
    item.scrollIntoView({block: 'nearest'});
  }

  function draw() {
    const words = folded(field.value.trim());
    fitting = sought.filter(option => option.words.includes(words));
    list.replaceChildren(...fitting.map((option, i) => el('li', {role: 'option', id: 'pick-' + i, onclick: () => pick(option.code)}, el('span', {}, option.name), ' ', el('code', {}, option.code))));
    say(found, word('pick.found', count(fitting.length)));
    point(0);
  }

  field.addEventListener('input', draw);
  field.addEventListener('keydown', event => {
    const act = {
      ArrowDown: () => point(active + 1),
      ArrowUp: () => point(active - 1),
      PageDown: () => point(active + 8),
      PageUp: () => point(active - 8),
      Enter: () => fitting[active] && pick(fitting[active].code),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  draw();
  return {node: el('div', {class: 'picker'}, el('label', {for: 'pick'}, label), field, found, list), field};
}
