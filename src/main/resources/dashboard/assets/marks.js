// Text with its tagged words marked, and the reason when one points at them.

import {el, byId} from './dom.js';
import {word} from './language.js';
import {ruleName} from './names.js';

/**
 * Text and marks, in order. Offsets count UTF-16 code units, as strings do here. A mention that does not stand where it says
 * (the text was cut, or is another version) is left out: a mark in the wrong place would be a lie.
 *
 * @param focusable whether one can reach a mark by keyboard; false inside a button
 * @param choose called with a mark and its mentions when it is chosen; null: it cannot be
 */
export function marked(text, mentions, focusable, gazetteer, choose = null) {
  const parts = [];
  let at = 0;
  const fitting = (mentions ?? [])
    .filter(m => Number.isInteger(m.start) && m.start >= 0 && m.end > m.start && m.end <= text.length && (m.text === undefined || m.text === null || text.slice(m.start, m.end) === m.text))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let last = null;
  for (const mention of fitting) {
    if (mention.start < at) {
      last?.reasons.push(mention); // two tags of the same words
      continue;
    }
    if (mention.start > at) parts.push(text.slice(at, mention.start));
    const reasons = [mention];
    const node = el('mark', {class: 'tagged', 'data-kind': mention.kind, tabindex: focusable ? '0' : null}, text.slice(mention.start, mention.end));
    explain(node, () => reasons.map(r => reason(r, gazetteer)));
    if (choose) choosable(node, () => choose(node, reasons));
    parts.push(node);
    last = {reasons};
    at = mention.end;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

function choosable(node, choose) {
  node.setAttribute('role', 'button');
  node.setAttribute('aria-haspopup', 'menu');
  node.setAttribute('aria-expanded', 'false');
  node.addEventListener('click', choose);
  node.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose();
  });
}

function reason(mention, gazetteer) {
  return el('p', {},
    el('strong', {}, mention.name ? `${mention.name} · ${mention.code}` : mention.code),
    el('span', {}, word('evidence.line', ruleName(mention.rule), mention.confidence)),
    mention.entry ? el('span', {}, word('evidence.entry', mention.entry, gazetteer ?? mention.gazetteer ?? word('unknown'))) : null);
}

/** Kept: it moves into the dialog that is open, and a dialog that is filled anew or closed drops what is in it. */
const note = byId('why');
let owner = null;

/** Shows a note beside an element while one points at it or it has the focus; Escape puts the note away. */
export function explain(element, content) {
  const show = () => {
    owner = element;
    note.replaceChildren(...content());
    // a dialog lies above everything that is not in it
    const home = element.closest('dialog') ?? document.body;
    if (note.parentElement !== home) home.append(note);
    note.hidden = false;
    const box = element.getBoundingClientRect();
    const width = note.offsetWidth;
    const below = box.bottom + 8 + note.offsetHeight < innerHeight;
    note.style.setProperty('left', Math.max(8, Math.min(box.left, innerWidth - width - 8)) + 'px');
    note.style.setProperty('top', (below ? box.bottom + 8 : box.top - note.offsetHeight - 8) + 'px');
    element.setAttribute('aria-describedby', 'why');
  };
  element.addEventListener('pointerenter', show);
  element.addEventListener('focus', show);
  element.addEventListener('pointerleave', () => owner === element && hide());
  element.addEventListener('blur', () => owner === element && hide());
}

export function hide() {
  owner?.removeAttribute('aria-describedby');
  owner = null;
  note.hidden = true;
}

/** Whether a note was open and is put away now. */
export function putAway() {
  const open = owner !== null;
  hide();
  return open;
}

addEventListener('scroll', hide, {capture: true, passive: true});
