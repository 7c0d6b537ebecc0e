// What a correction says of tags: in words, and as a rule of the gazetteer.

import {el, say} from './dom.js';
import {word, wordOr} from './language.js';
import {agencyName, bodyName, placeName} from './names.js';
import {get} from './api.js';

let codes = {provinces: [], agencies: []};
let asked = null;

/** All that can be tagged; empty until the server has told. */
export const known = () => codes;

/** Asks for it once; again after a failure. */
export function learn() {
  asked ??= get('/api/codes').then(answer => { codes = answer; }, () => { asked = null; });
  return asked;
}

/** What a code is called. @param story has names of its own, also of what the server does not know */
export function nameOf(story, subject, code) {
  const tags = {province: 'provinces', agency: 'agencies', body: 'bodies'}[subject];
  const found = (story?.[tags] ?? []).find(t => t.code === code) ?? (codes[tags] ?? []).find(t => t.code === code);
  return {province: () => placeName(code, found?.name), agency: () => agencyName({code, name: found?.name}), body: () => bodyName({code, ...found})}[subject]?.() ?? code;
}

export const roleName = role => wordOr('role.' + role, role);

/** One thing that a correction says, in a sentence. */
export function sentence(story, {action, subject, code, role, text}) {
  const name = `${nameOf(story, subject, code)} (${role ? roleName(role) : code})`;
  if (action === 'about' || action === 'notAbout') return word('change.' + action, name);
  return text ? word(`change.${action}.text`, text, name) : word('change.' + action, name);
}

/** Of a phrase the gazetteer takes one line and no notes. */
const phrase = text => {
  const line = text.replace(/\s+/g, ' ').trim();
  return /[[\]]|(^| )#/.test(line) ? null : line;
};

/** What rules there are instead: those for the story alone, and those for a wording wherever it stands. */
export function rulesOf(uri, changes) {
  const line = ({action, subject, code, role}, condition) =>
    `${action === 'add' ? 'force' : 'forbid'}: ${code}${subject === 'agency' ? ' ' + role : ''} | ${condition}`;
  const ruled = changes.filter(c => (c.action === 'add' || c.action === 'remove') && (c.subject === 'province' || (c.subject === 'agency' && c.role)));
  return {
    wording: ruled.filter(c => c.text && phrase(c.text)).map(c => line(c, 'text: ' + phrase(c.text))),
    story: /\s/.test(uri) ? [] : ruled.map(c => line(c, 'uri: ' + uri)),
    without: changes.length - ruled.length,
  };
}

const COMMAND = 'wiretag retag --dry-run --gazetteer desk.txt';

/** A fold that shows the rule to copy, and how it is tried. */
export function ruleFold(uri, changes) {
  const {wording, story, without} = rulesOf(uri, changes);
  if (wording.length + story.length === 0) return el('p', {class: 'hint'}, word('rule.none'));
  return el('details', {class: 'rule'}, el('summary', {}, word('rule.make')),
    el('p', {class: 'hint'}, word('rule.hint')),
    wording.length > 0 ? lines('rule.wording', wording.join('\n')) : null,
    story.length > 0 ? lines('rule.story', story.join('\n')) : null,
    without > 0 ? el('p', {class: 'hint'}, word('rule.without')) : null,
    lines('rule.try', COMMAND));
}

function lines(title, text) {
  const told = el('span', {class: 'hint', role: 'status'});
  return el('div', {class: 'rule-lines'},
    el('p', {class: 'rule-title'}, el('span', {}, word(title)), told, el('button', {type: 'button', class: 'tool small', 'aria-label': `${word('copy')}: ${word(title)}`, onclick: async () => {
      let copied = true;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        copied = false;
      }
      say(told, word(copied ? 'link.copied' : 'copy.by-hand'));
    }}, word('copy'))),
    el('pre', {tabindex: '0', 'aria-label': word(title)}, text));
}
