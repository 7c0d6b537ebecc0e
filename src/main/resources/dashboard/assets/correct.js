// Correcting the tags of one story: the menu beside a tag, and the panel that says what will happen, asks why, and sends it.

import {byId, el, say} from './dom.js';
import {word} from './language.js';
import {correct, previewOf, undo} from './api.js';
import {opsKey, useKey} from './key.js';
import {openMenu} from './menu.js';
import {picker} from './picker.js';
import {known, learn, nameOf, roleName, ruleFold, sentence} from './changes.js';
import {operationName, plainName, unitName} from './names.js';

const LONGEST_NOTE = 500;

/** What was written and not sent, by uri: it outlives a panel that was closed. */
const notes = new Map();

/** @param arrived called with the uri when tags may have changed */
export function correctionPanel({arrived}) {
  const dialog = byId('correct');
  let now = null; // what is being corrected
  let turn = 0;
  dialog.addEventListener('close', () => {
    const {uri} = now ?? {};
    now = null;
    turn++;
    dialog.replaceChildren();
    if (uri) arrived(uri);
    // what was chosen may have been drawn anew
    if (document.activeElement === document.body) byId('story').querySelector('.sheet-close')?.focus();
  });

  /** Offers what can be said of a mention or a tag. @param reasons of it: {kind, code, role, text}; without a text the whole story */
  function offer(anchor, story, reasons) {
    learn();
    const seen = new Set();
    const groups = reasons.filter(r => !seen.has(r.kind + r.code + r.role) && seen.add(r.kind + r.code + r.role))
      .map(r => ({title: `${nameOf(story, r.kind, r.code)} · ${r.role ? roleName(r.role) : r.code}`, items: items(story, r)}));
    openMenu(anchor, word('correct.menu', reasons[0].text ?? nameOf(story, reasons[0].kind, reasons[0].code)), groups);
  }

  function items(story, {kind, code, role, text}) {
    const name = nameOf(story, kind, code);
    const remove = {action: 'remove', subject: kind, code, ...(role ? {role} : {}), ...(text ? {text} : {})};
    const item = (key, changes) => ({text: word(key, name), run: () => open(story, {changes})});
    if (kind === 'province') {
      const about = (story.provinces ?? []).find(p => p.code === code)?.about;
      return [
        item(text ? 'correct.not-a-place' : 'correct.not-here', [remove]),
        {text: word('correct.another-place'), run: () => open(story, {pick: 'province', make: other => [remove, {action: 'add', subject: 'province', code: other, ...(text ? {text} : {})}]})},
        about ? item('correct.not-about', [{action: 'notAbout', subject: 'province', code}]) : item('correct.about', [{action: 'about', subject: 'province', code}]),
      ];
    }
    if (kind === 'agency') {
      const wrote = (story.agencies ?? []).some(a => a.code === code && a.role === 'origin');
      return [
        role === 'origin' ? item('correct.not-wrote', [{action: 'remove', subject: 'agency', code, role}]) : item(text ? 'correct.not-an-agency' : 'correct.not-here', [remove]),
        !wrote && item('correct.wrote', [{action: 'add', subject: 'agency', code, role: 'origin'}]),
        {text: word('correct.another-agency'), run: () => open(story, {pick: 'agency', make: other => [
          ...(role === 'origin' ? [{action: 'remove', subject: 'agency', code, role}] : []), {action: 'add', subject: 'agency', code: other, role: 'origin'}]})},
      ].filter(Boolean);
    }
    return [item(text ? 'correct.not-a-body' : 'correct.not-here', [remove])];
  }

  /** A tag that the story has not. */
  function add(story, kind) {
    open(story, {pick: kind, fresh: true, make: code => [{action: 'add', subject: kind, code, ...(kind === 'agency' ? {role: 'origin'} : {})}]});
  }

  /** Takes a correction back. */
  function takeBack(story, correction) {
    open(story, {undo: correction.id, changes: correction.changes});
  }

  async function open(story, wanted) {
    now = {story, uri: story.uri, ...seen(story), about: false, preview: null, busy: false, ...wanted};
    dialog.showModal();
    if (!now.pick) return panel();
    await learn();
    if (now?.pick) choose();
  }

  const seen = story => ({version: story.version ?? null, revision: story.revision?.number ?? 0});

  const head = key => [el('h2', {id: 'correct-title', tabindex: '-1'}, word(key)), el('p', {class: 'ask-record', dir: 'auto'}, now.story.headline || now.uri)];
  const act = (...buttons) => el('p', {class: 'ask-act'}, buttons);
  const button = (key, onclick, strong) => el('button', {type: 'button', class: strong ? 'tool strong' : 'tool', onclick}, word(key));

  // which

  function choose() {
    const {pick} = now;
    const options = known()[pick === 'province' ? 'provinces' : 'agencies']
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

  const changes = () => (now.about && now.chosen ? [...now.changes, {action: 'about', subject: 'province', code: now.chosen}] : now.changes);

  function panel() {
    const isUndo = now.undo !== undefined;
    const parts = now.parts = {
      said: el('ul', {class: 'said-list'}),
      effect: el('div', {class: 'effect', role: 'status'}),
      key: el('input', {type: 'password', id: 'correct-key', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'correct-key-hint'}),
      note: el('textarea', {id: 'correct-note', rows: '2', maxlength: String(LONGEST_NOTE), required: true, 'aria-describedby': 'correct-note-hint'}),
      complaint: el('p', {class: 'complaint', role: 'alert'}),
      go: el('button', {type: 'submit', class: 'tool strong'}, word(isUndo ? 'undo.go' : 'correct.go')),
    };
    parts.keyRow = el('div', {hidden: opsKey() !== ''}, el('label', {for: 'correct-key'}, word('ask.key')), parts.key, el('p', {class: 'hint', id: 'correct-key-hint'}, word('ask.key.hint')));
    parts.key.required = opsKey() === '';
    parts.note.value = notes.get(now.uri) ?? '';
    parts.note.addEventListener('input', () => notes.set(now.uri, parts.note.value));
    parts.key.addEventListener('change', () => {
      useKey(parts.key.value);
      look();
    });
    const alsoAbout = now.chosen && now.fresh && now.changes[0].subject === 'province'
      ? el('label', {class: 'check'}, el('input', {type: 'checkbox', id: 'correct-about', onchange: event => { now.about = event.target.checked; tell(); look(); }}), word('correct.also-about', nameOf(now.story, 'province', now.chosen)))
      : null;
    dialog.replaceChildren(el('form', {onsubmit: send},
      ...head(isUndo ? 'undo.title' : 'correct.title'),
      isUndo ? el('p', {}, word('undo.what')) : null,
      parts.said, alsoAbout,
      parts.keyRow,
      isUndo ? null : el('h3', {}, word('correct.effect')), isUndo ? null : parts.effect,
      el('label', {for: 'correct-note'}, word('correct.note')), parts.note, el('p', {class: 'hint', id: 'correct-note-hint'}, word('correct.note.hint')),
      parts.complaint,
      act(button('cancel', () => dialog.close()), parts.go)),
    ...(isUndo ? [] : [ruleFold(now.uri, now.changes)]));
    tell();
    (opsKey() === '' ? parts.key : parts.note).focus();
    look();
  }

  function tell() {
    now.parts.said.replaceChildren(...changes().map(change => el('li', {}, sentence(now.story, change))));
  }

  /** Asks what would happen. */
  async function look() {
    const {parts} = now;
    if (now.undo !== undefined) return;
    if (opsKey() === '') {
      parts.effect.replaceChildren(el('p', {class: 'hint'}, word('correct.effect.key')));
      return;
    }
    const mine = ++turn;
    say(parts.complaint, '');
    parts.effect.replaceChildren(el('p', {class: 'hint'}, word('correct.looking')));
    const answer = await answered(() => previewOf({uri: now.uri, version: now.version, revision: now.revision, changes: changes()}, opsKey()));
    if (mine !== turn || !now) return;
    if (answer.status === 200) {
      now.preview = answer.body;
      parts.keyRow.hidden = true;
      parts.key.required = false;
      parts.effect.replaceChildren(...effect(answer.body));
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

  const tagsOf = ({provinces = [], agencies = [], bodies = []}) => [
    ...provinces.map(p => ({key: p.code + p.about, name: `${nameOf({provinces}, 'province', p.code)} · ${word(p.about ? 'about' : 'mentions')}`})),
    ...agencies.map(a => ({key: a.code + a.role, name: `${nameOf({agencies}, 'agency', a.code)} · ${roleName(a.role)}`})),
    ...bodies.map(b => ({key: b.code + b.role, name: `${nameOf({bodies}, 'body', b.code)} · ${roleName(b.role)}`}))];

  function effect({before, after, records, proven, idle}) {
    const was = tagsOf(before);
    const becomes = tagsOf(after);
    const lacks = (list, tag) => !list.some(other => other.key === tag.key);
    const tag = (kind, sign, {name}) => el('li', {'data-diff': kind}, el('span', {class: 'sign', 'aria-hidden': 'true'}, sign), el('span', {class: 'sr'}, word('diff.' + kind)), ' ', name);
    const sinks = Object.entries(grouped(records));
    return [
      el('ul', {class: 'diff'},
        was.filter(t => lacks(becomes, t)).map(t => tag('gone', '−', t)),
        becomes.filter(t => lacks(was, t)).map(t => tag('new', '+', t)),
        becomes.filter(t => !lacks(was, t)).map(t => tag('same', '=', t))),
      el('ul', {class: 'sends'}, sinks.map(([sink, sent]) => el('li', {},
        el('code', {}, 'articles.' + sink), ' ',
        sent.map((r, i) => [i > 0 ? ', ' : '', el('span', {class: 'send', 'data-operation': r.operation}, operationName(r.operation)), ['tagged', 'current'].includes(sink) ? '' : ` ${keyName(sink, r.key, [...before.provinces, ...after.provinces])}`]).flat(),
        el('small', {}, sent[0].readers.length > 0 ? word('effect.readers', sent[0].readers.join(', ')) : word('effect.no-readers'))))),
      idle.length > 0 ? el('p', {class: 'hint'}, word('effect.idle', idle.map(c => sentence(now.story, c)).join('; '))) : null,
      proven ? null : el('p', {class: 'hint'}, word('effect.not-proven')),
    ].filter(Boolean);
  }

  const grouped = records => records.reduce((all, r) => ({...all, [r.sink]: [...(all[r.sink] ?? []), r]}), {});
  /** @param tags where a unit's name may stand */
  function keyName(sink, key, tags) {
    if (sink === 'by-province') return `${nameOf(now.story, 'province', key)} ${key}`;
    if (sink === 'by-agency') return nameOf(now.story, 'agency', key);
    return unitName({unitSince2025Code: key, unitSince2025: tags.find(p => p.unitSince2025Code === key)?.unitSince2025 ?? key});
  }

  // sending

  async function send(event) {
    event.preventDefault();
    if (now.busy || now.parts.go.disabled) return;
    const {parts, uri} = now;
    if (parts.key.value !== '') useKey(parts.key.value);
    const note = parts.note.value.trim();
    if (note === '') {
      say(parts.complaint, word('correct.note.needed'));
      parts.note.focus();
      return;
    }
    if (now.undo === undefined && !now.preview) {
      // what was not shown is not sent
      await look();
      return;
    }
    busy(true, parts);
    const asked = now;
    const answer = await answered(() => (now.undo === undefined
      ? correct({uri, version: now.version, revision: now.revision, changes: changes(), note}, opsKey())
      : undo({uri, id: now.undo, note}, opsKey())));
    if (now !== asked) {
      // the panel was closed meanwhile
      if (answer.status === 200) notes.delete(uri);
      say(byId('said'), word(answer.status === 200 ? 'correct.arrived' : 'correct.uncertain'));
      arrived(uri);
      return;
    }
    busy(false, parts);
    if (answer.status === 200 || answer.status === 202) {
      notes.delete(uri);
      sent(answer);
    } else if (answer.status === 0) {
      say(parts.complaint, word('correct.uncertain'));
    } else {
      complain(answer);
    }
  }

  function busy(is, {go}) {
    now.busy = is;
    go.disabled = is;
    say(go, word(is ? 'correct.going' : now.undo === undefined ? 'correct.go' : 'undo.go'));
  }

  function sent({status, body}) {
    const close = button('close', () => dialog.close(), true);
    const text = status === 200 ? word(now.undo === undefined ? 'correct.arrived' : 'undo.arrived') : word('correct.waiting', body.place);
    dialog.replaceChildren(...[
      ...head(status === 200 ? 'correct.done' : 'correct.sent'),
      el('p', {class: 'outcome', 'data-ok': String(status === 200)}, text),
      status === 200 ? el('ul', {class: 'diff'}, tagsOf(body.story).map(t => el('li', {'data-diff': 'same'}, t.name))) : null,
      act(close),
      now.undo === undefined ? ruleFold(now.uri, now.changes) : null].filter(Boolean));
    say(byId('said'), text);
    arrived(now.uri);
    close.focus();
  }

  /** In the words of the page; nothing was done. */
  function complain({status, body}) {
    const {parts} = now;
    const {code, detail, name, story} = body;
    if (code === 'not-live') {
      gone(now.uri);
      return;
    }
    if (status === 401 || code === 'no-editor' || code === 'other-site' || code === 'nobody') {
      useKey('');
      now.preview = null;
      parts.keyRow.hidden = false;
      parts.key.required = true;
      parts.key.value = '';
      parts.key.focus();
      say(parts.complaint, status === 401 ? word('ask.wrong-key') : code === 'no-editor' ? word('correct.no-editor', name) : word('correct.refused.' + code));
      return;
    }
    if (code === 'changed' && story) {
      conflict(story);
      return;
    }
    const words = {
      'too-fast': word('correct.too-fast'),
      rejected: word('correct.rejected', detail),
      wrong: word('correct.wrong', detail),
      busy: word('refusal.busy'),
      fault: word('refusal.fault'),
      refused: word('correct.rejected', detail),
    }[code] ?? (status === 0 || status === 503 ? word('correct.offline') : word('correct.wrong', detail ?? status));
    say(parts.complaint, words);
  }

  /** Somebody was faster: whoever asked sees first what there is now. */
  function conflict(story) {
    const {parts} = now;
    const {revision} = story;
    const by = (story.version ?? null) !== now.version ? word('changed.version', story.version ?? '–')
      : revision?.by ? word('changed.by', revision.by, revision.note ?? '') : word('changed.retag');
    now.preview = null;
    now.story = story;
    const go = button('changed.go-on', () => {
      Object.assign(now, seen(story));
      say(parts.complaint, '');
      parts.go.disabled = false;
      look();
      parts.note.focus();
    });
    parts.go.disabled = true;
    const box = now.undo === undefined ? parts.effect : parts.said;
    box.replaceChildren(el('div', {class: 'changed'}, el('p', {}, by), el('p', {class: 'hint'}, word('changed.tags')),
      el('ul', {class: 'diff'}, tagsOf(story).map(t => el('li', {'data-diff': 'same'}, t.name))), now.undo === undefined ? go : null));
    say(parts.complaint, word(now.undo === undefined ? 'changed.nothing' : 'changed.undone'));
    (now.undo === undefined ? go : parts.note).focus();
  }

  /** It may not be shown any more, and not be corrected. */
  function gone(uri) {
    if (now?.uri !== uri) return;
    const close = button('close', () => dialog.close(), true);
    now = {uri};
    turn++;
    dialog.replaceChildren(el('h2', {id: 'correct-title'}, word('correct.title')), el('p', {class: 'complaint', role: 'alert'}, word('correct.not-live')), act(close));
    close.focus();
  }

  return {offer, add, takeBack, gone};
}
