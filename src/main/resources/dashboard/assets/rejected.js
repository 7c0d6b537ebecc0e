// What was rejected, by reason: how many wait to be replayed and since when. A reason opens into its newest records, with their
// bytes; and a record can be published again, which is asked about first.

import {byId, el, say} from './dom.js';
import {language, word} from './language.js';
import {bytes, clock, count, duration, iso, isKnown, moment} from './format.js';
import {get, replay} from './api.js';
import {opsKey, useKey} from './key.js';
import {OTHERS, reasonWord, refusalWords} from './names.js';

/** Of a reason that is opened. */
const MOST_RECORDS = 50;

/** A key that is no text comes in Base64. */
const keyOf = record => record.key ?? (record.keyBase64 ? `Base64: ${record.keyBase64}` : null);

/** @param seen told whether something is open, and with true when an answer about it has come */
export function rejectedList(root, {summary, seen}) {
  let status = null;
  const reasons = new Map(); // those that are drawn: {item, head, update(of), box, data, turn}
  const open = new Set(); // places of records
  const done = new Map(); // place -> what came of it
  const list = el('ul', {class: 'reasons'});
  const hint = el('p', {class: 'hint', hidden: true});

  const place = record => `${record.partition}:${record.offset}`;

  function render() {
    const rejected = status?.flow?.rejected;
    say(summary, rejected && isKnown(rejected.depth) ? word('rejected.summary', count(rejected.depth), duration(rejected.oldestSeconds)) : '');
    if (!rejected || !isKnown(rejected.depth)) return;
    hint.hidden = !status.readOnly;
    say(hint, word('rejected.read-only'));
    const sorted = [...(rejected.reasons ?? [])].sort((a, b) => b.depth - a.depth || b.rejected - a.rejected || a.reason.localeCompare(b.reason));
    if (rejected.otherReasons) sorted.push({...rejected.otherReasons, reason: OTHERS});
    forget(name => !sorted.some(each => each.reason === name));
    if (sorted.length === 0) {
      root.replaceChildren(el('p', {class: 'empty'}, word('rejected.none')));
      return;
    }
    if (!list.isConnected) root.replaceChildren(hint, list);
    sorted.forEach((each, i) => {
      if (!reasons.has(each.reason)) reasons.set(each.reason, group(each.reason));
      const {item, update} = reasons.get(each.reason);
      update(each);
      // moved only where it has to be: what moves loses the focus
      if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null);
    });
  }

  /** Those that are gone, as from a server that has begun anew: what was open there is asked for no more. */
  function forget(isGone) {
    const before = opened().length;
    for (const [name, own] of reasons) {
      if (!isGone(name)) continue;
      own.turn++;
      own.item.remove();
      reasons.delete(name);
    }
    if (before > 0 && opened().length === 0) seen(false);
  }

  function group(reason) {
    const name = el('span', {class: 'reject-reason'}, reasonWord(reason));
    const waits = el('span', {class: 'reason-count'});
    const oldest = el('span', {class: 'reason-oldest'});
    const box = el('div', {class: 'reason-records'});
    const details = el('details', {class: 'reason', 'data-reason': reason ?? ''}, el('summary', {}, name, waits, oldest), box);
    const own = {item: el('li', {}, details), details, box, data: null, turn: 0, update({depth, oldestSeconds}) {
      say(name, reasonWord(reason));
      say(waits, word('rejected.waiting', count(depth)));
      say(oldest, isKnown(oldestSeconds) ? word('rejected.oldest', duration(oldestSeconds)) : '');
      details.dataset.waits = String(depth > 0);
    }};
    details.addEventListener('toggle', () => {
      if (details.open) {
        box.replaceChildren(el('p', {class: 'empty'}, word('rejected.loading')));
        fetchRecords(reason, own);
        seen(true);
      } else {
        own.data = null;
        own.turn++;
        box.replaceChildren();
        if (opened().length === 0) seen(false);
      }
    });
    return own;
  }

  const opened = () => [...reasons].filter(([, own]) => own.details.open);

  async function fetchRecords(reason, own) {
    const mine = ++own.turn;
    try {
      const data = await get('/api/rejected', {limit: MOST_RECORDS, ...(reason === OTHERS ? {others: true} : {reason})});
      if (mine !== own.turn) return;
      own.data = data;
      seen(true);
      draw(own, reason);
    } catch {
      if (mine === own.turn && !own.data) own.box.replaceChildren(el('p', {class: 'empty'}, word('failed')));
    }
  }

  function draw({box, data}, reason) {
    if (!data) return;
    const focus = box.contains(document.activeElement) ? document.activeElement.closest('[data-part]')?.dataset : null;
    const top = box.scrollTop;
    box.replaceChildren(...[
      data.records.length === 0 && el('p', {class: 'empty'}, word('rejected.gone')),
      data.matching > data.records.length && el('p', {class: 'hint'}, word('rejected.newest', count(data.records.length), count(data.matching))),
      el('ul', {class: 'rejects'}, data.records.map(record => row(record, reason === OTHERS))),
    ].filter(Boolean));
    box.scrollTop = top;
    if (focus) box.querySelector(`[data-part="${focus.part}"][data-place="${focus.place}"]`)?.focus({preventScroll: true});
  }

  /** @param named whether the reason has to be said */
  function row(record, named) {
    const at = place(record);
    const body = el('div', {class: 'reject-body'});
    const details = el('details', {class: 'reject', open: open.has(at)},
      el('summary', {'data-part': 'summary', 'data-place': at},
        el('code', {class: 'reject-place'}, at),
        // the processor writes English: whoever reads another language is told whose it is
        language() === 'en'
          ? el('bdi', {class: 'reject-message', lang: 'en'}, [named && reasonWord(record.reason), record.message].filter(Boolean).join(': '))
          : el('bdi', {class: 'reject-message'}, [named && reasonWord(record.reason), keyOf(record) ?? word('rejected.no-key')].filter(Boolean).join(': ')),
        record.replayedAt ? el('span', {class: 'reject-replayed'}, word('rejected.replayed')) : null,
        el('time', {datetime: iso(record.at), title: moment(record.at)}, clock(record.at))),
      body);
    // facts and bytes of what is open alone: fifty dumps are a long page
    const fill = () => {
      if (details.open !== body.hasChildNodes()) body.replaceChildren(...(details.open ? facts(record, at) : []));
    };
    details.addEventListener('toggle', () => {
      if (details.open) open.add(at);
      else open.delete(at);
      fill();
    });
    fill();
    return el('li', {}, details);
  }

  function facts(record, at) {
    const outcome = done.get(at);
    return [
      el('dl', {class: 'facts'},
        record.message ? fact('rejected.message', el('bdi', {lang: 'en'}, record.message)) : null,
        fact('rejected.place', el('code', {}, at)),
        fact('rejected.from', el('code', {}, `${record.sourceTopic} ${record.sourcePartition}:${record.sourceOffset}`)),
        fact('rejected.key', keyOf(record) ? el('code', {}, el('bdi', {}, keyOf(record))) : word('rejected.no-key')),
        fact('rejected.size', bytes(record.bytes)),
        fact('rejected.at', moment(record.at)),
        fact('rejected.replay', record.replayedAt ? `${word('rejected.replayed')} ${moment(record.replayedAt)}` : word('rejected.tries', count(record.tries ?? 0)))),
      dump(record),
      el('p', {class: 'reject-act'},
        status?.readOnly ? null : el('button', {type: 'button', class: 'tool', 'data-part': 'replay', 'data-place': at, onclick: () => ask(record)}, word('rejected.replay')),
        outcome ? el('span', {class: 'outcome', 'data-ok': String(outcome.ok)}, outcome.text) : null),
    ];
  }

  const fact = (key, value) => [el('dt', {}, word(key).replace(/ …$/, '')), el('dd', {}, value)];

  function dump(record) {
    if (!record.hex && !record.text) return el('p', {class: 'hint'}, word('rejected.no-bytes'));
    const digits = (record.hex ?? '').replace(/\s/g, '');
    const shown = digits.length / 2;
    const lines = [];
    for (let i = 0; i < digits.length; i += 32) {
      lines.push((i / 2).toString(16).padStart(4, '0') + '  ' + (digits.slice(i, i + 32).match(/../g) ?? []).join(' '));
    }
    return el('div', {class: 'dump'},
      el('figure', {}, el('figcaption', {}, word('rejected.text'), isKnown(record.bytes) && shown > 0 && shown < record.bytes ? ' · ' + word('rejected.first', bytes(shown), bytes(record.bytes)) : ''), el('pre', {tabindex: '0'}, visible(record.text ?? ''))),
      el('figure', {}, el('figcaption', {}, word('rejected.hex')), el('pre', {tabindex: '0'}, lines.join('\n'))));
  }

  /** Control characters as their pictures; text that turns direction cannot hide what follows. */
  const visible = text => text.replace(/[\u0000-\u0008\u000b-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0))).replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\u00b7');

  function redraw() {
    for (const [reason, own] of opened()) draw(own, reason);
  }

  function ask(record) {
    const dialog = byId('ask');
    const input = el('input', {type: 'password', id: 'ops-key', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'ops-key-hint'});
    input.value = opsKey(); // as a property: an attribute would stand in the page's markup
    const complaint = el('p', {class: 'complaint', role: 'alert'});
    const go = el('button', {type: 'submit', class: 'tool strong'}, word('ask.go'));
    let busy = false;
    const send = async event => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      go.disabled = true;
      say(go, word('ask.going'));
      say(complaint, '');
      useKey(input.value);
      let answer;
      try {
        answer = await replay(record.partition, record.offset, opsKey());
      } catch {
        answer = {ok: false, refusal: {detail: word('ask.failed')}};
      }
      busy = false;
      go.disabled = false;
      say(go, word('ask.go'));
      if (answer.status === 401 || answer.status === 403) {
        useKey('');
        say(complaint, answer.status === 401 ? word('ask.wrong-key') : refusalWords(answer.refusal));
        input.select();
        return;
      }
      const text = answer.ok ? word('ask.done') : refusalWords(answer.refusal);
      done.set(place(record), {ok: answer.ok, text});
      say(byId('said'), text);
      if (answer.ok) {
        dialog.close();
        refresh();
      } else say(complaint, text);
      redraw();
    };
    dialog.replaceChildren(el('form', {onsubmit: send},
      el('h2', {id: 'ask-title'}, word('ask.title')),
      el('p', {class: 'ask-record'}, el('code', {}, `${record.partition}:${record.offset}`), ' ', reasonWord(record.reason), ' · ', bytes(record.bytes)),
      keyOf(record) ? el('p', {class: 'ask-record'}, el('code', {}, keyOf(record))) : null,
      el('p', {}, word('ask.what', record.sourceTopic)),
      el('label', {for: 'ops-key'}, word('ask.key')), input,
      el('p', {class: 'hint', id: 'ops-key-hint'}, word('ask.key.hint')),
      complaint,
      el('p', {class: 'ask-act'}, el('button', {type: 'button', class: 'tool', onclick: () => dialog.close()}, word('cancel')), go)));
    dialog.addEventListener('close', () => dialog.replaceChildren(), {once: true});
    dialog.showModal();
    input.focus();
  }

  /** Asks anew for what is open. */
  function refresh() {
    for (const [reason, own] of opened()) fetchRecords(reason, own);
  }

  return {
    status(next) {
      const changed = next.readOnly !== status?.readOnly;
      status = next;
      render();
      if (changed) redraw();
    },
    refresh,
    render() {
      render();
      redraw();
    },
  };
}
