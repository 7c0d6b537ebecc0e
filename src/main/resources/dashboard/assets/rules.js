// The line of the gazetteer that would say of other stories what a correction says of one.

import {el, say} from './dom.js';
import {word} from './language.js';
import {known} from './changes.js';

const COMMAND = 'wiretag retag --dry-run --gazetteer desk.txt';
const ROLES = new Set(['origin', 'credit', 'mention']);

/** Those that the gazetteer has lines for. */
const ruled = changes => changes.filter(c => (c.action === 'add' || c.action === 'remove') && /^[A-Z0-9-]{1,40}$/.test(c.code)
  && (c.subject === 'province' ? !c.role : c.subject === 'agency' && ROLES.has(c.role)));

const line = ({action, subject, code, role}, condition) => `${action === 'add' ? 'force' : 'forbid'}: ${code}${subject === 'agency' ? ' ' + role : ''} | ${condition}`;

/** What would be read otherwise than it is meant: a comment, a beginning of uris, a note in brackets. */
const isLine = text => text.trim() === text && text !== '' && !/[\r\n\u0000-\u001f]/.test(text) && !/(^|\s)#/.test(text);
const isUri = uri => isLine(uri) && !uri.endsWith('*');
const isPhrase = text => isLine(text) && !/[[\]]/.test(text);

const folded = text => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

/** The words around a mention, by which it is told apart: those of its line, up to two before or one behind. */
function around(story, text) {
  const found = new Set();
  for (const field of [story.headline, story.body, ...(story.captions ?? [])]) {
    for (const part of (field ?? '').split(/[\n.,;:!?()“”"]/)) {
      const at = part.indexOf(text);
      if (at < 0) continue;
      const before = part.slice(0, at).trim().split(/\s+/).filter(Boolean);
      const [after] = part.slice(at + text.length).trim().split(/\s+/).filter(Boolean);
      if (before.length > 0) found.add(`${before.at(-1)} ${text}`);
      if (before.length > 1) found.add(`${before.at(-2)} ${before.at(-1)} ${text}`);
      if (after) found.add(`${text} ${after}`);
    }
  }
  return [...found].filter(isPhrase);
}

/** Why a phrase must not become a rule; null if it may. */
function objection(phrase, text) {
  const words = folded(phrase);
  if (!isPhrase(phrase)) return 'rule.no-phrase';
  if (!words.includes(folded(text))) return 'rule.not-in-it';
  const names = [...known().provinces, ...known().agencies].map(each => folded(each.name));
  return words === folded(text) || names.includes(words) ? 'rule.too-wide' : null;
}

/** A fold that shows the rule to copy, and how it is tried. @param story of which the correction is */
export function ruleFold(story, changes) {
  const fitting = ruled(changes);
  const wholes = isUri(story.uri) ? fitting.filter(c => !c.text) : [];
  const worded = fitting.filter(c => c.text);
  if (wholes.length + worded.length === 0) return el('p', {class: 'hint'}, word('rule.none'));
  return el('details', {class: 'rule'}, el('summary', {}, word('rule.make')),
    el('p', {class: 'hint'}, word('rule.hint')),
    worded.length > 0 ? phraseChooser(story, worded) : null,
    wholes.length > 0 ? lines('rule.story', () => wholes.map(c => line(c, 'uri: ' + story.uri)).join('\n')).node : null,
    wholes.length + worded.length < changes.length ? el('p', {class: 'hint'}, word('rule.without')) : null,
    lines('rule.try', () => COMMAND).node);
}

let fields = 0;

function phraseChooser(story, worded) {
  const {text} = worded[0];
  const offers = around(story, text);
  const id = `rule-phrase-${++fields}`;
  const field = el('input', {type: 'text', class: 'plain', id, list: id + '-list', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': id + '-told'});
  const told = el('p', {class: 'complaint', id: id + '-told', role: 'status'});
  field.value = offers[0] ?? text;
  const shown = lines('rule.wording', () => worded.map(c => line(c, 'text: ' + field.value.trim().replace(/\s+/g, ' '))).join('\n'));
  const check = () => {
    const why = objection(field.value.trim(), text);
    say(told, why ? word(why, text) : '');
    shown.node.hidden = why !== null;
    shown.draw();
  };
  field.addEventListener('input', check);
  check();
  return el('div', {}, el('label', {for: id}, word('rule.phrase', text)), field, el('datalist', {id: id + '-list'}, offers.map(each => el('option', {value: each}))), told, shown.node);
}

function lines(title, text) {
  const told = el('span', {class: 'hint', role: 'status'});
  const pre = el('pre', {tabindex: '0', role: 'group', 'aria-label': word(title)});
  const draw = () => say(pre, text());
  draw();
  const node = el('div', {class: 'rule-lines'},
    el('p', {class: 'rule-title'}, el('span', {}, word(title)), told, el('button', {type: 'button', class: 'tool small', 'aria-label': `${word('copy')}: ${word(title)}`, onclick: async () => {
      let copied = true;
      try {
        await navigator.clipboard.writeText(text());
      } catch {
        copied = false;
      }
      say(told, word(copied ? 'link.copied' : 'copy.by-hand'));
    }}, word('copy'))),
    pre);
  return {node, draw};
}
