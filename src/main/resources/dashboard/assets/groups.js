// All groups in a list, the worst first: opened where the page shows some of them. The server searches; the page never holds more
// than it shows.

import {byId, el, say} from './dom.js';
import {word} from './language.js';
import {count} from './format.js';
import {get} from './api.js';
import {badge, shownStatus} from './status.js';
import {late, members, typeName, waiting} from './reader.js';

const MOST_ROWS = 100;
const SEARCHED_FROM = 20;
const AFTER_TYPING_MILLIS = 250;

/** @param sight {answered, notAsked}, told of how old the list is */
export function groupList(sight) {
  const dialog = byId('groups');
  let topic = null;
  let turn = 0;
  let typing = null;
  let parts = null;

  function open(ofTopic) {
    topic = ofTopic;
    parts = {
      words: el('input', {type: 'search', id: 'groups-words', autocomplete: 'off', spellcheck: 'false', oninput: () => {
        clearTimeout(typing);
        typing = setTimeout(ask, AFTER_TYPING_MILLIS);
      }}),
      count: el('p', {class: 'hint', role: 'status'}),
      rows: el('tbody'),
    };
    parts.search = el('p', {class: 'groups-search', hidden: true}, el('label', {for: 'groups-words'}, word('groups.search')), parts.words);
    const th = (key, number) => el('th', {scope: 'col', class: number ? 'number' : null}, word(key));
    dialog.replaceChildren(
      el('div', {class: 'sheet-head'}, el('h2', {id: 'groups-title'}, topic ? word('groups.of', topic) : word('groups.all')),
        el('button', {type: 'button', class: 'tool', onclick: () => dialog.close()}, word('close'))),
      parts.search, parts.count,
      el('table', {}, el('thead', {}, el('tr', {}, th('groups.group'), topic ? null : th('groups.topic'), th('groups.status'), th('groups.late', true), th('groups.records', true))), parts.rows));
    if (!dialog.open) dialog.showModal();
    ask();
  }

  async function ask() {
    if (!dialog.open) return;
    const mine = ++turn;
    try {
      const answer = await get('/api/groups', {topic, q: parts.words.value.trim(), limit: MOST_ROWS});
      if (mine !== turn || !dialog.open) return;
      sight.answered();
      show(answer);
    } catch {
      if (mine === turn && dialog.open) say(parts.count, word('failed'));
    }
  }

  function show({groups, matching, inAll}) {
    parts.search.hidden = inAll < SEARCHED_FROM;
    say(parts.count, matching > groups.length ? word('groups.first', count(groups.length), count(matching)) : word('groups.count', count(matching)));
    parts.rows.replaceChildren(...groups.map(group => el('tr', {},
      el('th', {scope: 'row'}, el('strong', {}, group.group), el('small', {}, [typeName(group), members(group)].filter(Boolean).join(' · '))),
      topic ? null : el('td', {}, group.topic),
      el('td', {}, badge(shownStatus(group))),
      el('td', {class: 'number'}, late(group)),
      el('td', {class: 'number'}, waiting(group)))));
  }

  dialog.addEventListener('close', () => {
    turn++;
    sight.notAsked();
    dialog.replaceChildren();
  });

  return {
    open,
    /** With the other questions of the page. */
    ask,
    render() {
      if (dialog.open) open(topic);
    },
  };
}

/** The button that opens the list, where some are not shown. */
export function moreButton(hidden, open) {
  return el('button', {type: 'button', class: 'link more', onclick: open}, word('groups.more', count(hidden)));
}
