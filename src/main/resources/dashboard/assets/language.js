// Which language the page speaks. All words are in words-en.js and words-vi.js.

import en from './words-en.js';
import vi from './words-vi.js';

const LANGUAGES = {en, vi};
const listeners = [];
let current = remembered() ?? ((navigator.languages ?? [navigator.language]).find(l => /^(vi|en)\b/i.test(l)) ?? 'en').slice(0, 2).toLowerCase();

function remembered() {
  try {
    const language = localStorage.getItem('wiretag.language');
    return Object.hasOwn(LANGUAGES, language) ? language : null;
  } catch {
    return null;
  }
}

export const language = () => current;

/** For Intl: Vietnamese as in Viet Nam, English with the day before the month. */
export const locale = () => (current === 'vi' ? 'vi-VN' : 'en-GB');

/** The words for a key; some take values. A key without words shows itself. */
export function word(key, ...values) {
  const found = LANGUAGES[current][key];
  if (found === undefined) return key;
  return typeof found === 'function' ? found(...values) : found;
}

export const hasWord = key => Object.hasOwn(LANGUAGES[current], key);

/** The words for a key, or the other text where there are none: codes that a newer server may have. */
export function wordOr(key, other) {
  return hasWord(key) ? word(key) : other;
}

export function onLanguage(listener) {
  listeners.push(listener);
}

export function speak(next) {
  current = next;
  try {
    localStorage.setItem('wiretag.language', next);
  } catch {
    // no storage: it holds until the page is closed
  }
  translate();
}

/** Fills in the words of index.html and lets every view draw itself anew. */
export function translate() {
  document.documentElement.lang = current;
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll('[data-word-label]')) element.setAttribute('aria-label', word(element.dataset.wordLabel));
  for (const listener of listeners) listener();
}
