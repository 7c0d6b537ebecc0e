// Correcting the tags of one story: the menu beside a tag, and the panel that says what will happen, asks why, and sends it.

import {byId, el, say} from './dom.js';
import {language, word} from './language.js';
import {correct, previewOf, undo} from './api.js';
import {opsKey, useKey} from './key.js';
import {openMenu} from './menu.js';
import {picker} from './picker.js';
import {known, learn, nameOf, roleName, sentence} from './changes.js';
import {ruleFold} from './rules.js';
import {effectOf, tagList} from './effect.js';
import {plainName} from './names.js';

const LONGEST_NOTE = 500;
/** What a header takes; anything else is no key. */
const KEY = /^[\x21-\x7e]{1,256}$/;

/** What was written and not sent, by story and purpose: it outlives a panel that was closed. */
const notes = new Map();

/** @param arrived called with the uri when tags may have changed, and with what came of it where the panel was closed before */
export function correctionPanel({arrived}) {
  const dialog = byId('correct');
  let now = null; // what is being corrected
  let turn = 0;
  dialog.addEventListener('close', () => {
    const uri = now?.uri;
    now = null;
    turn++;
    dialog.replaceChildren();
    if (uri) arrived(uri);
    // what was chosen may have been drawn anew
    if (document.activeElement === document.body) byId('story').querySelector('.sheet-close')?.focus();
  });
  // what is under way is waited for; a browser lets the second Escape through
  dialog.addEventListener('cancel', event => { if (now?.busy) event.preventDefault(); });

  /** Offers what can be said of a mention or a tag. @param reasons of it: {kind, code, role, text}; without a text the whole story */
  function offer(anchor, story, reasons) {
    learn();
    const seen = new Set();
    const groups = reasons.filter(r => !seen.has(r.kind + r.code + r.role) && seen.add(r.kind + r.code + r.role))
      .map(r => ({title: `${nameOf(story, r.kind, r.code)} · ${r.role ? roleName(r.role) : r.code}`, items: items(story, r)}));
    openMenu(anchor, word('correct.menu', reasons[0].text ?? nameOf(story, reasons[0].kind, reasons[0].code)), groups);
  }

  function items(story, {kind, code, role, text: stands, field}) {
    // what an editor has added stands nowhere
    const text = field?.startsWith('corrections[') ? undefined : stands;
    const name = nameOf(story, kind, code);
    const item = (key, changes) => ({text: word(key, name), run: () => open(story, {changes})});
    const ofText = {action: 'remove', subject: kind, code, ...(kind === 'agency' ? {role} : {}), text};
    // the story may have it in more than one role
    const whole = kind === 'agency'
      ? [...new Set((story.agencies ?? []).filter(a => a.code === code).map(a => a.role))].map(each => ({action: 'remove', subject: kind, code, role: each}))
      : [{action: 'remove', subject: kind, code}];
    const remove = text ? [ofText] : whole;
    if (kind === 'province') {
      const about = (story.provinces ?? []).find(p => p.code === code)?.about;
      return [
        item(text ? 'correct.not-a-place' : 'correct.not-here', remove),
        {text: word('correct.another-place'), run: () => open(story, {pick: 'province', make: other => [...remove, {action: 'add', subject: 'province', code: other, ...(text ? {text} : {})}]})},
        about ? item('correct.not-about', [{action: 'notAbout', subject: 'province', code}]) : item('correct.about', [{action: 'about', subject: 'province', code}]),
      ];
    }
    if (kind === 'agency') {
      const wrote = (story.agencies ?? []).some(a => a.code === code && a.role === 'origin');
      const notOrigin = {action: 'remove', subject: 'agency', code, role: 'origin'};
      return [
        role === 'origin' && item('correct.not-wrote', [notOrigin]),
        item(text && role !== 'origin' ? 'correct.not-an-agency' : 'correct.not-here', role === 'origin' ? whole : remove),
        !wrote && item('correct.wrote', [{action: 'add', subject: 'agency', code, role: 'origin'}]),
        {text: word('correct.another-agency'), run: () => open(story, {pick: 'agency', make: other => [
          ...(role === 'origin' ? [notOrigin] : []), {action: 'add', subject: 'agency', code: other, role: 'origin'}]})},
      ].filter(Boolean);
    }
    return [item(text ? 'correct.not-a-body' : 'correct.not-here', remove)];
  }

  const ROLE = {province: {}, agency: {role: 'origin'}, body: {role: 'mention'}};

  /** A tag that the story has not. */
  function add(story, kind) {
    open(story, {pick: kind, fresh: kind === 'province', about: true, make: code => [{action: 'add', subject: kind, code, ...ROLE[kind]}]});
  }

  /** Takes a correction back. */
  function takeBack(story, correction) {
    open(story, {undo: correction.id, changes: correction.changes});
  }

  async function open(story, wanted) {
    now = {story, uri: story.uri, seen: story.seen, preview: null, busy: false, ...wanted};
    const mine = now;
    dialog.showModal();
    if (!now.pick) {
      learn();
      panel();
      return;
    }
    dialog.replaceChildren(...head('correct.title'), el('p', {class: 'empty', role: 'status'}, word('correct.looking')), act(button('cancel', () => dialog.close())));
    await learn(true);
    if (now === mine) choose();
  }

  const isUndo = () => now.undo !== undefined;
  const purpose = () => `${now.undo ?? 'correct'} ${now.uri}`;
  const head = key => [el('h2', {id: 'correct-title', tabindex: '-1'}, word(key)), el('p', {class: 'ask-record', dir: 'auto'}, now.story.headline || now.uri)];
  const act = (...buttons) => el('p', {class: 'ask-act'}, buttons);
  const button = (key, onclick, strong) => el('button', {type: 'button', class: strong ? 'tool strong' : 'tool', onclick}, word(key));

  // which

  function choose() {
    const {pick} = now;
    const options = known()[{province: 'provinces', agency: 'agencies', body: 'bodies'}[pick]]
      .map(each => ({code: each.code, name: nameOf(null, pick, each.code), plain: plainName(each.name)}))
      .sort((a, b) => a.name.localeCompare(b.name));
    if (options.length === 0) {
      dialog.replaceChildren(...head('correct.title'), el('p', {class: 'complaint', role: 'alert'}, word('correct.offline')), act(button('cancel', () => dialog.close())));
      return;
    }
    const list = picker(word('pick.' + pick), options, code => {
      now.changes = now.make(code);
      now.chosen = code;
      now.pick = null;
      panel();
    });
    dialog.replaceChildren(...head('correct.title'), list.node, act(button('cancel', () => dialog.close())));
    list.field.focus();
  }

  // what, and why

  const changes = () => (now.fresh ? [...now.changes, {action: now.about ? 'about' : 'notAbout', subject: 'province', code: now.chosen}] : now.changes);

  function panel() {
    const parts = now.parts = {
      said: el('ul', {class: 'said-list'}),
      effect: el('div', {class: 'effect', role: 'status'}),
      key: el('input', {type: 'password', id: 'correct-key', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'correct-key-hint'}),
      note: el('textarea', {id: 'correct-note', rows: '2', maxlength: String(LONGEST_NOTE), required: true, 'aria-describedby': 'correct-note-hint'}),
      complaint: el('p', {class: 'complaint', role: 'alert'}),
      cancel: button('cancel', () => dialog.close()),
      go: el('button', {type: 'submit', class: 'tool strong'}, word(isUndo() ? 'undo.go' : 'correct.go')),
    };
    parts.keyRow = el('div', {}, el('label', {for: 'correct-key'}, word('ask.key')), parts.key, el('p', {class: 'hint', id: 'correct-key-hint'}, word('ask.key.hint')));
    askKey(opsKey() === '');
    parts.note.value = notes.get(purpose()) ?? '';
    parts.note.addEventListener('input', () => notes.set(purpose(), parts.note.value));
    parts.key.addEventListener('change', () => { if (takeKey()) look(); });
    const alsoAbout = now.fresh
      ? el('label', {class: 'check'}, el('input', {type: 'checkbox', id: 'correct-about', checked: true, onchange: event => { now.about = event.target.checked; tell(); look(); }}), word('correct.also-about', nameOf(now.story, 'province', now.chosen)))
      : null;
    dialog.replaceChildren(...[
      el('form', {onsubmit: send},
        ...head(isUndo() ? 'undo.title' : 'correct.title'),
        isUndo() ? el('p', {}, word('undo.what')) : null,
        parts.said, alsoAbout, parts.keyRow,
        el('h3', {}, word('correct.effect')), parts.effect,
        el('label', {for: 'correct-note'}, word('correct.note')), parts.note, el('p', {class: 'hint', id: 'correct-note-hint'}, word('correct.note.hint')),
        parts.complaint,
        act(parts.cancel, parts.go)),
      isUndo() ? null : ruleFold(now.story, now.changes)].filter(Boolean));
    tell();
    (opsKey() === '' ? parts.key : parts.note).focus();
    look();
  }

  function tell() {
    now.parts.said.replaceChildren(...changes().map(change => el('li', {}, sentence(now.story, change))));
  }

  function askKey(is) {
    now.parts.keyRow.hidden = !is;
    now.parts.key.required = is;
  }

  /** Whether what was typed can be a key. */
  function takeKey() {
    const {key, complaint} = now.parts;
    const typed = key.value.trim();
    if (!KEY.test(typed)) {
      say(complaint, word('ask.wrong-key'));
      return false;
    }
    useKey(typed);
    return true;
  }

  /** Asks what would happen. What is sent is what was shown. */
  async function look() {
    const {parts} = now;
    const mine = ++turn;
    now.preview = null;
    if (opsKey() === '') {
      parts.effect.replaceChildren(el('p', {class: 'hint'}, word('correct.effect.key')));
      return;
    }
    say(parts.complaint, '');
    parts.go.disabled = true;
    parts.effect.replaceChildren(el('p', {class: 'hint'}, word('correct.looking')));
    const order = {uri: now.uri, seen: now.seen, ...(isUndo() ? {undo: now.undo} : {changes: changes()})};
    const answer = await answered(() => previewOf(order, opsKey()));
    if (mine !== turn || !now) return;
    parts.go.disabled = false;
    if (answer.status === 200) {
      now.preview = order;
      if (!now.parts.keyRow.contains(document.activeElement)) askKey(false);
      else {
        askKey(false);
        parts.note.focus();
      }
      parts.effect.replaceChildren(...effectOf(now.story, answer.body));
    } else {
      parts.effect.replaceChildren(button('correct.look-again', () => look()));
      complain(answer);
    }
  }

  /** Nobody answers, or it took too long: status 0. */
  async function answered(ask) {
    try {
      return await ask();
    } catch {
      return {status: 0, body: {}};
    }
  }

  // sending

  async function send(event) {
    event.preventDefault();
    const {parts, uri} = now;
    if (now.busy || parts.go.disabled) return;
    if (!parts.keyRow.hidden && !takeKey()) {
      parts.key.focus();
      return;
    }
    const note = parts.note.value.trim();
    if (note === '') {
      say(parts.complaint, word('correct.note.needed'));
      parts.note.focus();
      return;
    }
    if (!now.preview) {
      // what was not shown is not sent
      await look();
      return;
    }
    const asked = now;
    const kept = purpose();
    const order = now.preview;
    busy(true);
    const answer = await answered(() => (asked.undo === undefined
      ? correct({...order, note}, opsKey())
      : undo({uri, seen: order.seen, id: asked.undo, note}, opsKey())));
    // of what may have been sent the note is kept
    const settled = answer.status === 200 || (answer.status === 202 && answer.body.place);
    if (settled) notes.delete(kept);
    if (now !== asked) {
      // the panel was closed meanwhile: the sheet says it
      const text = outcome(answer, asked);
      say(byId('said'), text);
      arrived(uri, {ok: answer.status === 200, text, revision: answer.body.story?.revision?.number});
      return;
    }
    const {goneText} = now;
    busy(false);
    if (goneText && answer.status !== 200) gone(uri, goneText);
    else if (settled) sent(answer);
    else complain(answer, true);
    if (goneText && answer.status === 200) gone(uri, goneText);
  }

  function busy(is) {
    const {go, cancel} = now.parts;
    now.busy = is;
    go.disabled = is;
    cancel.disabled = is;
    say(go, word(is ? 'correct.going' : isUndo() ? 'undo.go' : 'correct.go'));
    // a button that is switched off loses the focus
    if (!is && !document.activeElement?.matches('#correct input, #correct textarea')) go.focus();
  }

  function sent({status, body}) {
    const close = button('close', () => dialog.close(), true);
    const text = outcome({status, body}, now);
    const told = el('p', {class: 'outcome', role: 'status', 'data-ok': String(status === 200)});
    dialog.replaceChildren(...[
      ...head(status === 200 ? (isUndo() ? 'undo.done' : 'correct.done') : 'correct.sent'),
      told,
      status === 200 ? tagList(body.story) : null,
      act(close),
      isUndo() ? null : ruleFold(now.story, now.changes)].filter(Boolean));
    say(told, text);
    arrived(now.uri, {revision: body.story?.revision?.number});
    close.focus();
  }

  /** What came of what was sent, in the words of the page. */
  function outcome({status, body}, {undo: undone}) {
    const {code} = body;
    if (status === 200) return word(undone === undefined ? 'correct.arrived' : 'undo.arrived');
    if (status === 202) return body.place ? word('correct.waiting', body.place) : word('correct.uncertain');
    if (status === 0 || code === 'uncertain') return word('correct.uncertain');
    return refusal({status, body});
  }

  /** Why nothing was done. A sentence of the server's stands beside it where the page speaks its language. */
  function refusal({status, body: {code, detail, name}}) {
    const own = {
      'no-editor': () => word('correct.no-editor', name),
      'other-site': () => word('correct.refused.other-site'),
      nobody: () => word('correct.refused.nobody'),
      'too-fast': () => word('correct.too-fast'),
      changed: () => word('changed.nothing'),
      killed: () => word('correct.killed'),
      withdrawn: () => word('correct.withdrawn'),
      unknown: () => word('correct.unknown'),
      'not-live': () => word('correct.not-live'),
      'unknown-code': () => word('correct.unknown-code'),
      wrong: () => word('correct.wrong'),
      'bad-request': () => word('correct.wrong'),
      rejected: () => word('correct.rejected'),
      refused: () => word('correct.refused'),
      'registry-refuses': () => word('refusal.registry-refuses'),
      busy: () => word('refusal.busy'),
      fault: () => word('refusal.fault'),
    }[code]?.() ?? (status === 401 ? word('ask.wrong-key') : status === 0 || status === 503 ? word('correct.offline') : word('correct.wrong'));
    const more = ['wrong', 'bad-request', 'unknown-code', 'rejected', 'refused', 'not-live'].includes(code) && language() === 'en' && detail;
    return more ? `${own} ${detail}.` : own;
  }

  /** @param asked whether it was sent, and not only looked at */
  function complain(answer, asked = false) {
    const {parts} = now;
    const {status, body} = answer;
    if (['killed', 'withdrawn'].includes(body.code)) {
      gone(now.uri, refusal(answer));
      return;
    }
    if (body.code === 'changed' && body.story) {
      conflict(body.story);
      return;
    }
    if (status === 401 || ['no-editor', 'other-site', 'nobody'].includes(body.code)) {
      useKey('');
      now.preview = null;
      parts.key.value = '';
      askKey(true);
      parts.key.focus();
    } else if (status === 0) {
      // it may be the key's fault
      parts.keyRow.hidden = false;
      parts.key.value = opsKey();
    }
    say(parts.complaint, asked ? outcome(answer, now) : refusal(answer));
  }

  /** Somebody was faster: whoever asked sees first what there is now. */
  function conflict(story) {
    const {parts} = now;
    const {revision} = story;
    const holds = !isUndo() || story.corrections.some(c => c.id === now.undo);
    const by = (story.version ?? null) !== (now.story.version ?? null) ? word('changed.version', story.version ?? '–')
      : revision?.by ? word('changed.by', revision.by, revision.note ?? '') : revision ? word('changed.retag') : word('changed.text');
    now.preview = null;
    now.story = story;
    parts.go.disabled = true;
    parts.effect.replaceChildren(el('div', {class: 'changed'}, el('p', {}, by), el('p', {class: 'hint'}, word('changed.tags')), tagList(story),
      holds ? button('changed.go-on', () => {
        now.seen = story.seen;
        parts.note.focus();
        look();
      }) : null));
    say(parts.complaint, word(holds ? 'changed.nothing' : 'changed.undone'));
    // not from a field, where somebody writes
    if (!document.activeElement?.matches('#correct input, #correct textarea')) (parts.effect.querySelector('button') ?? parts.cancel).focus();
  }

  /** It may not be shown any more, and not be corrected. */
  function gone(uri, text = word('correct.withdrawn')) {
    if (now?.uri !== uri) return;
    if (now.busy) {
      // once it is known what came of what is under way
      now.goneText = text;
      return;
    }
    const close = button('close', () => dialog.close(), true);
    turn++;
    now = {uri};
    dialog.replaceChildren(el('h2', {id: 'correct-title'}, word('correct.title')), el('p', {class: 'complaint', role: 'alert'}, text), act(close));
    close.focus();
  }

  return {offer, add, takeBack, gone: (uri, operation) => gone(uri, word(operation === 'kill' ? 'correct.killed' : 'correct.withdrawn'))};
}
