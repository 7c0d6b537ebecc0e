// What a correction says of tags, in words; and what there is to tag.

import {word, wordOr} from './language.js';
import {agencyName, bodyName, placeName} from './names.js';
import {get} from './api.js';

let codes = {provinces: [], agencies: [], bodies: []};
let asked = null;

/** All that can be tagged; empty until the server has told. */
export const known = () => codes;

/** Asks for it. @param anew also if it has told before: rules change. Whether it is known now */
export function learn(anew = false) {
  if (anew) asked = null;
  asked ??= get('/api/codes').then(answer => { codes = answer; return true; }, () => { asked = null; return codes.provinces.length > 0; });
  return asked;
}

/** What a code is called. @param story has names of its own, also of what the server does not know */
export function nameOf(story, subject, code) {
  const tags = {province: 'provinces', agency: 'agencies', body: 'bodies'}[subject];
  const found = (story?.[tags] ?? []).find(t => t.code === code && t.name) ?? (codes[tags] ?? []).find(t => t.code === code);
  return {province: () => placeName(code, found?.name), agency: () => agencyName({code, name: found?.name}), body: () => bodyName({code, ...found})}[subject]?.() ?? code;
}

export const roleName = role => wordOr('role.' + role, role);

/** One thing that a correction says, in a sentence. */
export function sentence(story, {action, subject, code, role, text}) {
  const name = `${nameOf(story, subject, code)} (${role ? roleName(role) : code})`;
  if (action !== 'add' && action !== 'remove') return wordOr('change.' + action, null) === null ? `${action} ${name}` : word('change.' + action, name);
  return text ? word(`change.${action}.text`, text, name) : word('change.' + action, name);
}
