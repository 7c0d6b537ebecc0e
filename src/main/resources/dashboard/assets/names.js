// What places, agencies, fields and rules are called in the language of the page. The server sends codes, and names as the
// gazetteer has them; words-*.js says the names that are not just those.

import {hasWord, language, word, wordOr} from './language.js';
import {clock, count, moment} from './format.js';

/** Units of 34 that are cities under the central government; their two-digit codes. */
export const MUNICIPALITIES = new Set(['01', '31', '46', '48', '75', '79', '92']);

/** English print leaves the marks away; no two provinces or units are the same without them. */
const plain = name => name.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').normalize('NFC');

export const plainName = plain;

const spelt = name => (language() === 'vi' ? name : plain(name));

/**
 * @param code of ISO 3166-2:VN, or "unit-" and the two digits of a unit of 34
 * @param name in Vietnamese
 */
export const placeName = (code, name) => wordOr('place.' + code, spelt(name ?? code));

/** The unit of 34 that a province or a tag of one lies in. */
export const unitName = ({unitSince2025Code, unitSince2025}) => placeName('unit-' + unitSince2025Code, unitSince2025);

/** Province or municipality. */
export const rank = unitCode => wordOr('rank.' + unitCode, word(MUNICIPALITIES.has(unitCode) ? 'rank.municipality' : 'rank.province'));

/** Papers and stations that are named for their province go by a pattern; a title stays as it is printed. */
const FOR_PROVINCE = {BAO: /^Báo (.+)$/u, DAI: /^Đài Phát thanh và Truyền hình (.+)$/u};

export function agencyName({code, name}) {
  if (name === null || name === undefined || name === code) return wordOr('agency.' + code, code);
  const house = language() === 'en' && FOR_PROVINCE[code.slice(0, 3)]?.exec(name);
  return wordOr('agency.' + code, house ? word('agency.' + code.slice(0, 3), plain(house[1])) : name);
}

/** As it stands before a story: short. */
export const agencyMark = code => wordOr('agency.mark.' + code, code);

/** A public body carries both its names. */
export const bodyName = ({code, name, nameEn}) => (language() === 'vi' ? name : nameEn) ?? name ?? code;

/** By the kind of the tag: province, agency or body. */
export const tagName = (kind, tag) => ({province: () => placeName(tag.code, tag.name), agency: () => agencyName(tag), body: () => bodyName(tag)}[kind]?.() ?? tag.name ?? tag.code);

/** headline, captions[1], infoSources[0].name. */
export function fieldName(field) {
  const [, list, index] = /^(captions|infoSources|corrections)\[(\d+)\]/.exec(field) ?? [];
  return list ? word('field.' + list, Number(index) + 1) : wordOr('field.' + field, field);
}

/** In the place of a name, for all reasons of rejection for which the server has no room. */
export const OTHERS = null;
export const reasonWord = reason => (reason === OTHERS ? word('rejected.others') : wordOr('reason.' + reason, reason));

/** What a record does where it goes. */
export const operationName = operation => wordOr('sends.' + operation, operation);

export const ruleName = rule => wordOr('rule.' + rule, rule);

/** Why the server is not ready; in its own words where a newer one has a reason that is not known here. */
export const unreadyWords = ({complaints, why}) => complaints?.map(({part, code, values = {}, why: told}) =>
  wordsOf(`ready.${part}.${code}`, [values.since ? {...values, since: clock(new Date(values.since).getTime())} : values], `${part}: ${told}`)).join('; ') || why || word('unknown');

/** Why a replay was refused; in the server's words where a newer one has a reason that is not known here. */
export const refusalWords = ({code, title, detail, ...values}) =>
  wordsOf('refusal.' + code, [{...values, at: moment(new Date(values.at).getTime()), reason: wordOr('reason.' + values.reason, values.reason)}], [title, detail].filter(Boolean).join(': ')) || word('ask.refused');

/** What was not seen, told by the kind of thing and its names; in the server's words where the kind is not known. */
export function unseenWords({kind, names = [], more = 0, unseen}) {
  if (kind !== 'groups') return wordsOf('unseen.' + kind, names, unseen);
  return names.length === 1 && !more ? word('unseen.group', names[0]) : word('unseen.groups', names.join(', '), more ? count(more) : '');
}

const wordsOf = (key, values, other) => (hasWord(key) ? word(key, ...values) : other);
