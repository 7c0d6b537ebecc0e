// A small menu beside what was chosen, by click or by keyboard.

import {el} from './dom.js';
import {hide} from './marks.js';

let menu = null; // the one that is open: {node, anchor}

/** Puts the menu away. @param back whether the focus goes back to where it was opened */
export function closeMenu(back = false) {
  if (menu === null) return false;
  const {node, anchor} = menu;
  menu = null;
  node.remove();
  anchor.setAttribute('aria-expanded', 'false');
  if (back) anchor.focus({preventScroll: true});
  return true;
}

/**
 * Opens a menu.
 *
 * @param anchor the element that was chosen; in a dialog, which the menu then lies in
 * @param label what is chosen, for whoever does not see it
 * @param groups [{title, items: [{text, run}]}]
 */
export function openMenu(anchor, label, groups) {
  closeMenu();
  hide();
  const items = [];
  const item = ({text, run}) => {
    const node = el('li', {role: 'menuitem', tabindex: '-1', class: 'menu-item', onclick: () => {
      closeMenu(true);
      run();
    }}, text);
    items.push(node);
    return node;
  };
  const node = el('div', {class: 'menu'}, el('ul', {role: 'menu', 'aria-label': label},
    groups.map(({title, items: each}) => el('li', {role: 'none'},
      el('p', {class: 'menu-title', 'aria-hidden': 'true'}, title),
      el('ul', {role: 'group', 'aria-label': title}, each.map(item))))));
  const step = by => items[(items.indexOf(document.activeElement) + by + items.length) % items.length].focus();
  node.addEventListener('keydown', event => {
    const act = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Home: () => items[0].focus(),
      End: () => items.at(-1).focus(),
      Escape: () => closeMenu(true),
      Tab: () => closeMenu(true),
      Enter: () => document.activeElement.click(),
      ' ': () => document.activeElement.click(),
    }[event.key];
    if (!act) return;
    // the dialog beneath stays open
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  menu = {node, anchor};
  anchor.setAttribute('aria-expanded', 'true');
  anchor.closest('dialog').append(node);
  place(node, anchor);
  items[0].focus({preventScroll: true});
}

function place(node, anchor) {
  // of a mark over two lines the first part; of one out of sight what is nearest
  const box = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
  const {offsetWidth, offsetHeight} = node;
  const below = box.bottom + 6 + offsetHeight < innerHeight || box.top < offsetHeight + 12;
  const top = below ? Math.min(box.bottom + 6, innerHeight - offsetHeight - 8) : box.top - offsetHeight - 6;
  node.style.setProperty('left', Math.max(8, Math.min(box.left, innerWidth - offsetWidth - 8)) + 'px');
  node.style.setProperty('top', Math.max(8, top) + 'px');
}

addEventListener('pointerdown', event => {
  if (menu !== null && !menu.node.contains(event.target) && !menu.anchor.contains(event.target)) closeMenu();
}, {capture: true});
addEventListener('scroll', event => {
  if (menu !== null && !menu.node.contains(event.target)) closeMenu();
}, {capture: true, passive: true});
addEventListener('resize', () => closeMenu());
