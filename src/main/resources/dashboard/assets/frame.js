// What every page has in its bar: language and theme.

import {byId, el, svg} from './dom.js';
import {language, onLanguage, speak, word} from './language.js';

const THEMES = ['system', 'dark', 'light'];

const THEME_SHAPES = {
  system: 'M8 1.5a6.5 6.5 0 1 0 0 13zM8 2.5a5.5 5.5 0 0 1 0 11v1a6.5 6.5 0 0 0 0-13z',
  dark: 'M6.2 1.6A6.6 6.6 0 1 0 14.4 9.8 5.6 5.6 0 0 1 6.2 1.6z',
  light: 'M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8zM7.4.6h1.2v2.6H7.4zM7.4 12.8h1.2v2.6H7.4zM.6 7.4h2.6v1.2H.6zM12.8 7.4h2.6v1.2h-2.6zM2.3 3.2l.9-.9 1.8 1.9-.8.8zM11 11.9l.9-.9 1.8 1.8-.8.9zM11.9 5l-.9-.8 1.9-1.9.8.9zM4.2 11l.8.9-1.8 1.8-.9-.9z',
};

const theme = () => document.documentElement.dataset.theme ?? 'system';

function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === 'system') localStorage.removeItem('wiretag.theme');
    else localStorage.setItem('wiretag.theme', next);
  } catch {
    // no storage: it holds until the page is closed
  }
  drawTheme();
}

function drawTheme() {
  const name = word('theme.' + theme());
  const button = byId('theme');
  button.replaceChildren(svg('svg', {viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true'}, svg('path', {d: THEME_SHAPES[theme()], 'fill-rule': 'evenodd'})));
  button.setAttribute('aria-label', name);
  button.title = name;
}

/** Gives the two buttons of the bar their work. */
export function frame() {
  byId('language').addEventListener('click', () => speak(language() === 'vi' ? 'en' : 'vi'));
  byId('theme').addEventListener('click', nextTheme);
  onLanguage(() => {
    const other = language() === 'vi' ? 'en' : 'vi';
    byId('language').replaceChildren(el('span', {class: 'wide'}, word('language.other')), el('span', {class: 'narrow', 'aria-hidden': 'true'}, other.toUpperCase()));
    byId('language').title = word('language.switch');
    byId('language').lang = other;
    drawTheme();
  });
}
