// What was rejected, why, its bytes; and a way to publish it again, which asks first.

import {byId, el, say} from './dom.js';
import {word, wordOr} from './language.js';
import {bytes, clock, count, duration, iso, isKnown, moment} from './format.js';
import {replay} from './api.js';

/** The key lives here, in memory, and nowhere else: not in storage, not in an address. */
let opsKey = '';

/** A key that is no text comes in Base64. */
const keyOf = record => record.key ?? (record.keyBase64 ? `Base64: ${record.keyBase64}` : null);

export function rejectedList(root, {summary, reasons, choose, again}) {
  let data = null;
  let status = null;
  let reason = '';
  let seen = new Set();
  const open = new Set();
  const done = new Map(); // place -> what came of it

  const place = record => `${record.partition}:${record.offset}`;

  reasons.addEventListener('change', () => {
    reason = reasons.value;
    choose(reason);
  });

  function render() {
    drawReasons();
    const rejected = status?.flow?.rejected;
    say(summary, rejected && isKnown(rejected.depth) ? word('rejected.summary', count(rejected.depth), duration(rejected.oldestSeconds)) : '');
    if (!data) return;
    if (data.records.length === 0) {
      root.replaceChildren(el('p', {class: 'empty'}, word('rejected.none')));
      return;
    }
    const focus = document.activeElement?.closest?.('[data-part]')?.dataset;
    const selector = focus && `[data-part="${focus.part}"][data-place="${focus.place}"]`;
    root.replaceChildren(
      ...(status?.readOnly ? [el('p', {class: 'hint'}, word('rejected.read-only'))] : []),
      el('ul', {class: 'rejects'}, data.records.map(row)));
    if (selector) root.querySelector(selector)?.focus();
  }

  function drawReasons() {
    if (document.activeElement === reasons) return;
    for (const record of data?.records ?? []) seen.add(record.reason);
    reasons.replaceChildren(el('option', {value: ''}, word('rejected.all')), ...[...seen].sort().map(r => el('option', {value: r}, wordOr('reason.' + r, r))));
    reasons.value = reason;
  }

  function row(record) {
    const at = place(record);
    const outcome = done.get(at);
    const details = el('details', {class: 'reject', open: open.has(at)},
      el('summary', {'data-part': 'summary', 'data-place': at},
        el('span', {class: 'reject-reason'}, wordOr('reason.' + record.reason, record.reason)),
        el('span', {class: 'reject-message'}, record.message ?? ''),
        el('time', {datetime: iso(record.at), title: moment(record.at)}, clock(record.at))),
      el('dl', {class: 'facts'},
        fact('rejected.place', el('code', {}, at)),
        fact('rejected.from', el('code', {}, `${record.sourceTopic} ${record.sourcePartition}:${record.sourceOffset}`)),
        fact('rejected.key', keyOf(record) ? el('code', {}, keyOf(record)) : word('rejected.no-key')),
        fact('rejected.size', bytes(record.bytes)),
        fact('rejected.at', moment(record.at)),
        fact('rejected.replay', word('rejected.tries', count(record.tries ?? 0)))),
      dump(record),
      el('p', {class: 'reject-act'},
        status?.readOnly ? null : el('button', {type: 'button', class: 'tool', 'data-part': 'replay', 'data-place': at, onclick: () => ask(record)}, word('rejected.replay')),
        outcome ? el('span', {class: 'outcome', 'data-ok': String(outcome.ok)}, outcome.text) : null));
    details.addEventListener('toggle', () => (details.open ? open.add(at) : open.delete(at)));
    return el('li', {}, details);
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

  function ask(record) {
    const dialog = byId('ask');
    const input = el('input', {type: 'password', id: 'ops-key', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'ops-key-hint'});
    input.value = opsKey; // as a property: an attribute would stand in the page's markup
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
      opsKey = input.value;
      let answer;
      try {
        answer = await replay(record.partition, record.offset, opsKey);
      } catch {
        answer = {ok: false, detail: word('ask.failed')};
      }
      busy = false;
      go.disabled = false;
      say(go, word('ask.go'));
      if (answer.status === 401 || answer.status === 403) {
        opsKey = '';
        say(complaint, answer.status === 401 ? word('ask.wrong-key') : answer.detail ?? word('ask.wrong-key'));
        input.select();
        return;
      }
      const text = answer.ok ? word('ask.done') : [answer.title, answer.detail].filter(Boolean).join(': ') || word('ask.refused');
      done.set(place(record), {ok: answer.ok, text});
      say(byId('said'), text);
      if (answer.ok) {
        dialog.close();
        again();
      } else say(complaint, text);
      render();
    };
    dialog.replaceChildren(el('form', {onsubmit: send},
      el('h2', {id: 'ask-title'}, word('ask.title')),
      el('p', {class: 'ask-record'}, el('code', {}, `${record.partition}:${record.offset}`), ' ', wordOr('reason.' + record.reason, record.reason), ' · ', bytes(record.bytes)),
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

  return {
    update(next) {
      data = next;
      render();
    },
    status(next) {
      const changed = next.readOnly !== status?.readOnly;
      status = next;
      if (changed) render();
      else {
        const rejected = status.flow?.rejected;
        say(summary, rejected && isKnown(rejected.depth) ? word('rejected.summary', count(rejected.depth), duration(rejected.oldestSeconds)) : '');
      }
    },
    render,
  };
}
