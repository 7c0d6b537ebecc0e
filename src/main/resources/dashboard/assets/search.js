// The field that searches the stories, and what it says of what was found and of what is not searched.

import {say} from './dom.js';
import {word} from './language.js';
import {count, moment} from './format.js';

/** A search waits until one has stopped typing for so long. */
const AFTER_MILLIS = 250;

/**
 * @param parts {field, state}
 * @param search called when other words are sought
 */
export function searchField({field, state}, search) {
  let sought = '';
  let timer = null;
  let found = null; // what the server said last: {found, index}
  let narrowed = false;

  function go() {
    clearTimeout(timer);
    const words = field.value.trim();
    if (words === sought) return;
    sought = words;
    search();
  }

  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(go, AFTER_MILLIS);
  });
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter') go();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (field.value === '') field.blur();
    field.value = '';
    go();
  });
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')
        || event.target.closest('input, textarea, select, [contenteditable]')) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  function render() {
    field.placeholder = word('search.hint');
    say(state, found && (sought || narrowed) ? `${word('search.found', count(found.found))} · ${reach(found.index)}` : '');
  }

  return {
    /** The words that are sought; empty for all stories. */
    words: () => sought,
    /** What the server answered, and whether places or agencies were chosen. */
    tell(answer, isNarrowed) {
      found = answer;
      narrowed = isNarrowed;
      render();
    },
    render,
  };
}

/** What the server can look through. @param key of the words that say so */
export const reach = ({stories, since, complete}, key = 'search.reach') =>
  word(key, count(stories), Number.isFinite(since) ? moment(since) : '') + (complete ? '' : ` · ${word('search.filling')}`);
