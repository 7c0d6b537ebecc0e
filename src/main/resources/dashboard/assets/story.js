// One story in full, its tagged words marked, and the evidence of every tag.

import {byId, el, say} from './dom.js';
import {word, wordOr} from './language.js';
import {ago, iso, moment, count} from './format.js';
import {get} from './api.js';
import {marked, putAway} from './marks.js';
import {copyLink, linkOf} from './link.js';
import {fieldName, ruleName, tagName, unitName} from './names.js';
import {closeMenu} from './menu.js';
import {correctionPanel} from './correct.js';
import {learn, sentence} from './changes.js';
import {ruleFold} from './rules.js';

/** A wire is seldom longer than a few thousand; the server may send up to 16 MiB. */
const MOST_TEXT = 50_000;
/** A correction that has arrived in the topics is seen by the server a moment later. */
const SOON_MILLIS = 400;
const TRIES = 20;

/** @param told opened(uri) and closed(), for the address of the page */
export function storySheet(told) {
  const sheet = byId('story');
  let shown = null; // the uri
  let row = null; // what the list knows of it
  let story = null;
  let state = 'story.loading';
  let ask = 0;
  let readOnly = true; // nobody may correct until the server has said so
  let news = null; // what came of a correction whose panel was closed: {uri, ok, text}
  let due = null; // what the server has not seen yet: {revision, tries}
  const desk = correctionPanel({arrived(uri, outcome = null) {
    if (outcome?.text) news = {uri, ...outcome};
    if (uri !== shown) return;
    due = {revision: outcome?.revision ?? due?.revision ?? 0, tries: TRIES};
    fetchStory(uri);
  }});

  sheet.addEventListener('cancel', event => {
    if (putAway()) event.preventDefault(); // the first Escape closes the note, the second the sheet
  });
  sheet.addEventListener('close', () => { shown = null; row = null; story = null; news = null; due = null; sheet.replaceChildren(); told.closed(); });
  // on the backdrop
  sheet.addEventListener('click', event => { if (event.target === sheet) sheet.close(); });

  async function fetchStory(uri) {
    const mine = ++ask;
    let next = null;
    let missing = false;
    try {
      next = await get('/api/story', {uri});
    } catch (e) {
      missing = e.status === 404;
    }
    if (mine !== ask || shown !== uri) return;
    // names of what is no tag of the story
    if ((next?.corrections ?? []).length > 0) learn().then(known => { if (known && mine === ask && shown === uri) render(); });
    if (next && due && (next.revision?.number ?? 0) < due.revision && due.tries-- > 0) setTimeout(() => { if (mine === ask && shown === uri) fetchStory(uri); }, SOON_MILLIS);
    if (next && due && ((next.revision?.number ?? 0) >= due.revision || next.version !== story?.version)) due = null;
    // a kill may have come while nobody listened
    if (['kill', 'retract'].includes(next?.operation)) desk.gone(uri, next.operation);
    story = next;
    state = missing ? 'story.missing' : 'failed';
    render();
  }

  function open(next) {
    shown = next.uri;
    row = next;
    story = null;
    due = null;
    state = 'story.loading';
    render();
    if (!sheet.open) sheet.showModal();
    told.opened(next.uri);
    fetchStory(next.uri);
  }

  function render() {
    if (shown === null) return;
    const at = story ?? row;
    const erased = at.operation === 'kill' || at.operation === 'retract' ? at.operation : null;
    const known = at.operation !== undefined; // of a link nothing but the uri is
    if (closeMenu(true)) putAway();
    const focus = sheet.contains(document.activeElement) ? document.activeElement.dataset.part ?? 'close' : null;
    const close = el('button', {type: 'button', class: 'tool sheet-close', 'data-part': 'close', onclick: () => sheet.close()}, word('close'));
    const named = named0(at);
    const inField = field => (at.mentions ?? []).filter(m => m.field === field).map(m => ({...m, name: named.get(m.kind + m.code)}));
    const choose = mayCorrect() ? (node, mentions) => desk.offer(node, story, mentions.map(m => ({...m, role: m.kind === 'province' ? null : m.role}))) : null;
    const text = (field, value) => marked(value, inField(field), true, at.gazetteerVersion, choose);
    const kind = at.operation ?? 'publish';
    sheet.dataset.operation = kind;
    sheet.replaceChildren(
      el('header', {class: 'sheet-head'},
        el('p', {class: 'sheet-kind'},
          known && el('span', {class: 'operation', title: wordOr(`operation.${kind}.why`, null)}, wordOr('operation.' + kind, kind)),
          at.version ? el('span', {}, word('version', at.version)) : null,
          kind === 'publish' ? null : el('span', {}, wordOr(`operation.${kind}.why`, ''))),
        el('div', {class: 'sheet-act'}, link(), close)),
      el('h2', {id: 'story-headline', class: 'headline', lang: at.language, dir: 'auto'}, erased ? word('gone.' + erased) : at.headline ? text('headline', at.headline) : known ? word('story.no-headline') : el('code', {}, at.uri)),
      ...(story ? content(erased, text) : [el('p', {class: 'empty'}, word(state))]));
    sheet.querySelectorAll('mark').forEach((mark, i) => { mark.dataset.part = 'mark-' + i; });
    if (focus !== null) (sheet.querySelector(`[data-part="${CSS.escape(focus)}"]`) ?? close).focus({preventScroll: true});
  }

  function link() {
    const copied = el('span', {class: 'hint', role: 'status'});
    const {uri} = row;
    return [copied, el('a', {class: 'tool', href: linkOf(uri), onclick: async event => {
      event.preventDefault();
      say(copied, word(await copyLink(uri) ? 'link.copied' : 'link.by-hand'));
    }}, word('link.copy'))];
  }

  const mayCorrect = () => story !== null && !readOnly && story.seen && (story.operation === 'publish' || story.operation === 'correct');

  const named0 = at => new Map([
    ...(at.provinces ?? []).map(p => ['province' + p.code, tagName('province', p)]),
    ...(at.agencies ?? []).map(a => ['agency' + a.code, tagName('agency', a)]),
    ...(at.bodies ?? []).map(b => ['body' + b.code, tagName('body', b)])]);

  function content(erased, text) {
    const fact = (key, ...value) => (value.some(v => v) ? [el('dt', {}, word(key)), el('dd', {}, ...value)] : []);
    const when = (key, millis) => (millis ? fact(key, el('time', {datetime: iso(millis)}, moment(millis)), ` (${ago(millis)})`) : []);
    const body = story.body ?? '';
    // never half a surrogate pair
    const cut = body.length > MOST_TEXT ? body.slice(0, MOST_TEXT).replace(/[\uD800-\uDBFF]$/, '') : body;
    const captions = story.captions ?? [];
    return [
      el('dl', {class: 'facts'},
        ...(erased ? [] : [...fact('story.by', story.by ? el('span', {dir: 'auto'}, text('by', story.by)) : ''), ...fact('story.located', story.located ? el('span', {dir: 'auto'}, text('located', story.located)) : '')]),
        ...when('story.published', story.publishedAt),
        ...when('story.tagged', story.taggedAt),
        ...fact('story.uri', el('code', {}, story.uri)),
        ...fact('story.gazetteer', story.gazetteerVersion),
        ...(story.revision ? fact('story.revision', revision(story.revision)) : [])),
      news?.uri === story.uri ? el('p', {class: 'outcome', role: 'status', 'data-ok': String(news.ok)}, news.text) : null,
      erased ? null : el('div', {class: 'body', lang: story.language, dir: 'auto'}, text('body', cut)),
      erased || cut.length === body.length ? null : el('p', {class: 'empty'}, word('story.cut')),
      erased || captions.length === 0 ? null : el('section', {class: 'captions'}, el('h3', {}, word('story.captions')), captions.map((caption, i) => el('p', {lang: story.language, dir: 'auto'}, text(`captions[${i}]`, caption)))),
      corrections(),
      evidence(),
    ].filter(Boolean);
  }

  const revision = ({number, reason, by}) => `${number}: ${by ? word('revision.' + reason, by) : word('revision.retag')}`;

  /** What editors have said, and what holds. */
  function corrections() {
    const all = story.corrections ?? [];
    if (all.length === 0) return null;
    return el('section', {class: 'corrections', 'aria-labelledby': 'corrections-title'},
      el('h3', {id: 'corrections-title'}, word('story.corrections')),
      el('ul', {class: 'correction-list'}, all.map(c => el('li', {class: 'correction', 'data-id': c.id},
        el('ul', {class: 'said-list'}, c.changes.map(change => el('li', {}, sentence(story, change)))),
        el('p', {class: 'correction-note'}, el('q', {dir: 'auto'}, c.note)),
        el('p', {class: 'correction-by'},
          el('strong', {}, c.by), ' · ', el('time', {datetime: iso(c.at), title: moment(c.at)}, ago(c.at)), ' ',
          el('span', {class: 'chip'}, word(c.proven ? 'correction.proven' : 'correction.unproven')),
          mayCorrect() ? el('button', {type: 'button', class: 'tool small', 'data-part': 'undo-' + c.id, onclick: () => desk.takeBack(story, c)}, word('undo')) : null),
        ruleFold(story, c.changes)))));
  }

  /** Chooses a tag as a whole. */
  function correctButton(kind, t) {
    if (!mayCorrect()) return null;
    const name = tagName(kind, t);
    const button = el('button', {type: 'button', class: 'tool small', 'data-part': `correct-${kind}-${t.code}-${t.role ?? ''}`, 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': word('correct.tag', name),
      onclick: () => desk.offer(button, story, [{kind, code: t.code, role: kind === 'province' ? null : t.role}])}, word('correct'));
    return button;
  }

  const addButtons = () => (mayCorrect()
    ? el('p', {class: 'add-tags'}, ['province', 'agency', 'body'].map(kind => el('button', {type: 'button', class: 'tool', 'data-part': 'add-' + kind, onclick: () => desk.add(story, kind)}, word('correct.add-' + kind))))
    : readOnly && (story.operation === 'publish' || story.operation === 'correct') ? el('p', {class: 'hint'}, word('correct.read-only')) : null);

  function evidence() {
    const provinces = story.provinces ?? [];
    const agencies = story.agencies ?? [];
    const bodies = story.bodies ?? [];
    const mentions = story.mentions ?? [];
    const why = (kind, code) => mentions.filter(m => m.kind === kind && m.code === code).slice(0, 12).map(m =>
      el('li', {}, el('q', {dir: 'auto'}, m.text ?? ''), ` ${fieldName(m.field)} · ${word('evidence.line', ruleName(m.rule), m.confidence)}`, m.place ? ` · ${word('evidence.commune', m.place)}` : null));
    const tag = (kind, t, ...about) => el('li', {class: 'tag', 'data-kind': kind},
      el('p', {class: 'tag-name'}, el('strong', {}, tagName(kind, t)), ' ', el('code', {}, t.code), ...about.filter(Boolean).map(a => el('span', {class: 'chip'}, a)), correctButton(kind, t)),
      el('ul', {class: 'why-list'}, why(kind, t.code)));
    return el('section', {class: 'evidence'},
      el('h3', {}, word('story.tags')),
      mayCorrect() ? el('p', {class: 'hint'}, word('correct.hint')) : null,
      provinces.length + agencies.length + bodies.length === 0
        ? el('p', {class: 'empty'}, word('story.no-tags'))
        : el('ul', {class: 'tags'},
          provinces.map(p => tag('province', p, word(p.about ? 'about' : 'mentions'),
            Number.isFinite(p.relevance) ? `${word('relevance')} ${count(p.relevance)}` : null, Number.isFinite(p.confidence) ? `${word('confidence')} ${count(p.confidence)}` : null, p.unit ? wordOr('unit.' + p.unit, p.unit) : null, p.byArrival ? word('unit.by-arrival') : null,
            p.unitSince2025 && p.unit !== 'unchanged' && unitName(p) !== tagName('province', p) ? word('map.since', unitName(p)) : null)),
          agencies.map(a => tag('agency', a, a.kind ? wordOr('kind.' + a.kind, a.kind) : null, wordOr('role.' + a.role, a.role), Number.isFinite(a.confidence) ? `${word('confidence')} ${count(a.confidence)}` : null)),
          bodies.map(b => tag('body', b, wordOr('role.' + b.role, b.role), b.about ? word('body.about') : null, Number.isFinite(b.confidence) ? `${word('confidence')} ${count(b.confidence)}` : null))),
      addButtons());
  }

  return {
    open,
    close: () => sheet.close(),
    /** The uri of the story that is open; null if none is. */
    shown: () => shown,
    /** A new version of what is being read. */
    arrived(next) {
      if (next.uri !== shown) return;
      row = next;
      // what may not be shown any more goes at once, not when the new version has come
      if (next.operation === 'kill' || next.operation === 'retract') {
        story = null;
        desk.gone(shown, next.operation);
        render();
      }
      fetchStory(shown);
    },
    /** Tries again what could not be fetched. */
    retry() {
      if (shown !== null && !story && state === 'failed') fetchStory(shown);
    },
    /** After a gap: a kill may have come in it. */
    again() {
      if (shown !== null) fetchStory(shown);
    },
    /** Whether anybody may correct. */
    status(next) {
      if (next.readOnly === readOnly) return;
      readOnly = next.readOnly;
      render();
    },
    render,
  };
}
