// What a correction would do: which tags go and come, and who gets what.

import {el} from './dom.js';
import {word} from './language.js';
import {nameOf, roleName, sentence} from './changes.js';
import {operationName, unitName} from './names.js';

const tagsOf = ({provinces = [], agencies = [], bodies = []}) => [
  ...provinces.map(p => ({key: p.code + p.about, name: `${nameOf({provinces}, 'province', p.code)} · ${word(p.about ? 'about' : 'mentions')}`})),
  ...agencies.map(a => ({key: a.code + a.role, name: `${nameOf({agencies}, 'agency', a.code)} · ${roleName(a.role)}`})),
  ...bodies.map(b => ({key: b.code + b.role, name: `${nameOf({bodies}, 'body', b.code)} · ${roleName(b.role)}`}))];

/** The tags of a story. */
export const tagList = story => el('ul', {class: 'diff'}, tagsOf(story).map(t => el('li', {'data-diff': 'same'}, t.name)));

const SIGNS = {gone: '−', new: '+', same: '='};
const ONE_KEY = new Set(['tagged', 'current']);

/** What the server foresees, as a list of nodes. */
export function effectOf(story, {before, after, records, proven, doubt, perhapsForgotten, idle}) {
  const was = tagsOf(before);
  const becomes = tagsOf(after);
  const lacks = (list, tag) => !list.some(other => other.key === tag.key);
  const tag = kind => ({name}) => el('li', {'data-diff': kind}, el('span', {class: 'sign', 'aria-hidden': 'true'}, SIGNS[kind]), el('span', {class: 'sr'}, word('diff.' + kind)), ' ', name);
  const sinks = new Map();
  for (const record of records) sinks.set(record.sink, [...(sinks.get(record.sink) ?? []), record]);
  const names = keyNames(story, [...before.provinces, ...after.provinces]);
  // what is told of an added province as a whole is told once
  const added = new Set(idle.filter(c => c.action === 'add').map(c => c.code));
  const vain = idle.filter(c => c.action === 'add' || c.action === 'remove' || added.has(c.code));
  const hint = (is, key, ...values) => (is ? el('p', {class: 'hint'}, word(key, ...values)) : null);
  return [
    el('ul', {class: 'diff'}, was.filter(t => lacks(becomes, t)).map(tag('gone')), becomes.filter(t => lacks(was, t)).map(tag('new')), becomes.filter(t => !lacks(was, t)).map(tag('same'))),
    el('ul', {class: 'sends'}, [...sinks].map(([sink, sent]) => el('li', {},
      el('code', {}, sent[0].topic), ' ',
      sent.flatMap((r, i) => [i > 0 ? ', ' : '', el('span', {class: 'send', 'data-operation': r.operation}, operationName(r.operation)), ONE_KEY.has(sink) ? '' : ` ${names(sink, r.key)}`]),
      el('small', {}, sent[0].readers.length > 0 ? word('effect.readers', sent[0].readers.join(', ')) : word('effect.no-readers'))))),
    hint(vain.length > 0, 'effect.idle', vain.map(c => sentence(story, c)).join('; ')),
    hint(doubt, 'effect.doubt'),
    hint(perhapsForgotten, 'effect.forgotten'),
    hint(!proven, 'effect.not-proven'),
  ].filter(Boolean);
}

const keyNames = (story, tags) => (sink, key) => {
  if (sink === 'by-province') return `${nameOf(story, 'province', key)} ${key}`;
  if (sink === 'by-agency') return nameOf(story, 'agency', key);
  return unitName({unitSince2025Code: key, unitSince2025: tags.find(p => p.unitSince2025Code === key)?.unitSince2025 ?? key});
};
