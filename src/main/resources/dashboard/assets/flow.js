// The picture of the stream: newsrooms, topic, processor, sinks, subscribers, and on every edge how it goes there.
// The drawing is made anew only when a part comes or goes; otherwise only words and colours change, nothing moves.

import {el, hint, say} from './dom.js';
import {word, wordOr} from './language.js';
import {clock, count, duration, isKnown, rate, UNKNOWN} from './format.js';
import {badge, level, LONG_OPEN_SECONDS, shownStatus} from './status.js';
import {unreadyWords} from './names.js';
import {behind, members, trend, typeName, waiting} from './reader.js';
import {moreButton} from './groups.js';

const sum = statuses => Object.values(statuses ?? {}).reduce((a, b) => a + b, 0);

/** @param openList opens the list of all groups of a topic; null: of all topics */
export function flowPicture(root, openList) {
  let status = null;
  let drawn = '';
  let updates = [];

  /** A line from one station to the next with what is known of it; thicker the more goes through. */
  function pipe(read) {
    const facts = el('span', {class: 'pipe-facts'});
    const more = el('span', {class: 'pipe-more'});
    const line = el('div', {class: 'pipe'}, el('span', {class: 'pipe-line', 'aria-hidden': 'true'}), facts, more);
    let last = null;
    updates.push(() => {
      const {state, main, also, perSecond, title} = read();
      const now = JSON.stringify([state, main, also]);
      if (now !== last) {
        last = now;
        facts.replaceChildren(...[state === undefined ? null : badge(state), main ? el('b', {}, main) : null].filter(Boolean));
        more.replaceChildren(...also.filter(Boolean).map(text => el('span', {}, text)));
        line.dataset.level = state === undefined ? 'flow' : level(state);
        line.title = title ?? '';
      }
      line.dataset.weight = !isKnown(perSecond) || perSecond === 0 ? 0 : perSecond < 1 ? 1 : perSecond < 20 ? 2 : 3;
    });
    return line;
  }

  /** @param read gives {title, small, state, note}: what is wrong at this very place is the note */
  function station(kind, read) {
    const name = el('strong');
    const detail = el('small');
    const trouble = el('em', {class: 'station-note'});
    const box = el('div', {class: 'station', 'data-kind': kind}, name, detail, trouble);
    updates.push(() => {
      const {title, small, state, note = ''} = read();
      say(name, title);
      say(detail, small);
      say(trouble, note);
      hint(box, [title, small].filter(Boolean).join(' · '));
      box.dataset.level = state === undefined ? (note ? 'warn' : 'flow') : level(state);
    });
    return box;
  }

  /** Of what is counted by offsets markers of transactions are a part. */
  const paceOf = topic => (topic?.rateIsCeiling && topic.recordsPerSecond ? word('flow.at-most', rate(topic.recordsPerSecond)) : rate(topic?.recordsPerSecond));

  /** A transaction that is open for long holds up all readers of its topic: said where it is. */
  const openTransaction = topic => (topic?.oldestOpenTransactionSeconds >= LONG_OPEN_SECONDS ? word('flow.transaction', duration(topic.oldestOpenTransactionSeconds)) : '');

  /** What cannot be seen of a topic, or of a partition of it. */
  const unseen = topic => (status.unseen ?? []).some(spot => spot.unseen.endsWith(`topic ${topic?.topic}`)) && word('flow.unseen');

  const topicStation = (read, name, detail) => station('topic', () => ({title: name(), small: detail(), note: [unseen(read()), openTransaction(read())].filter(Boolean).join(' · ')}));

  function reader(read, perSecond, what) {
    return el('li', {class: 'reader'},
      pipe(() => {
        const group = read();
        const state = shownStatus(group);
        return {
          state,
          main: state === 'MISSING' ? '' : behind(group),
          also: state === 'MISSING' ? [word('flow.missing')] : [waiting(group), trend(group), isKnown(group.catchUpSeconds) && group.catchUpSeconds > 0 ? word('flow.catch-up', duration(group.catchUpSeconds)) : null],
          perSecond: perSecond(),
          title: wordOr('status.why.' + state, ''),
        };
      }),
      station('group', () => {
        const group = read();
        return {title: group.group, small: what(group), state: shownStatus(group)};
      }));
  }

  /** Those who read a topic, the worst first; more than a few are counted, and opened as a list. */
  function readers(read, statuses, perSecond, list, what = group => [group.state === 'absent' ? '' : typeName(group), members(group)].filter(Boolean).join(' · ')) {
    const hidden = () => sum(statuses()) - read().length;
    const items = read().map((g, j) => reader(() => read()[j], perSecond, what));
    if (hidden() > 0) {
      const button = moreButton(hidden(), () => openList(list));
      updates.push(() => say(button, word('groups.more', count(hidden()))));
      items.push(el('li', {class: 'reader more-readers'}, button));
    }
    return el('ul', {class: 'readers'}, items.length ? items : el('li', {class: 'reader none'}, station('none', () => ({title: word('flow.no-group'), small: ''}))));
  }

  function draw() {
    updates = [];
    root.replaceChildren(trunk(), el('ul', {class: 'branches'}, status.flow.sinks.map((s, i) => sinkBranch(i)), rejectedBranch(), elsewhereBranch()));
  }

  function trunk() {
    const published = () => status.flow.published;
    const processor = () => status.flow.processor ?? {};
    const why = () => {
      const own = (status.ready?.complaints ?? []).filter(each => each.part === 'processor');
      return own.length > 0 && unreadyWords({complaints: own});
    };
    const state = () => (processor().members === 0 && level(processor().status) !== 'bad' ? 'MISSING' : shownStatus({...processor(), status: processor().status ?? 'UNKNOWN'}));
    return el('div', {class: 'trunk'},
      station('outside', () => ({title: word('flow.newsrooms'), small: ''})),
      pipe(() => ({main: paceOf(published()), also: [], perSecond: published()?.recordsPerSecond})),
      topicStation(published, () => 'published', () => published()?.topic ?? ''),
      pipe(() => {
        const p = processor();
        return {state: shownStatus({...p, status: p.status ?? 'UNKNOWN'}), main: behind(p), also: [waiting(p)], perSecond: published()?.recordsPerSecond, title: wordOr('status.why.' + p.status, '')};
      }),
      station('processor', () => ({
        title: word('flow.processor'),
        small: [processor().group, members(processor())].filter(Boolean).join(' · '),
        state: why() ? 'WEDGED' : state(),
        note: [
          why(),
          processor().members === 0 && word('flow.processor.none'),
          !status.ready?.complaints?.some(each => each.part === 'processor' && each.code === 'registry') && status.registryAway && word('flow.registry', clock(status.registryAway.since)),
        ].filter(Boolean).join(' · '),
      })));
  }

  function sinkBranch(i) {
    const sink = () => status.flow.sinks[i];
    return el('li', {class: 'branch'},
      pipe(() => ({main: paceOf(sink()), also: [isKnown(sink().freshness?.p95) ? `${word('flow.fresh.short')} ${duration(sink().freshness.p95)}` : null], perSecond: sink().recordsPerSecond, title: isKnown(sink().freshness?.p95) ? word('flow.fresh', duration(sink().freshness.p95)) : ''})),
      topicStation(sink, () => sink().role, () => sink().topic),
      readers(() => sink().groups, () => sink().statuses, () => sink().recordsPerSecond, sink().topic));
  }

  function rejectedBranch() {
    const rejected = () => status.flow.rejected;
    return rejected() && el('li', {class: 'branch rejected-branch'},
      pipe(() => ({main: paceOf(rejected()), also: [], perSecond: rejected().recordsPerSecond})),
      topicStation(rejected, () => 'rejected', () => rejected().topic),
      el('ul', {class: 'readers'}, el('li', {class: 'reader none'}, station('rejected', () => {
        const {depth, oldestSeconds} = rejected();
        return {title: isKnown(depth) ? word('flow.depth', count(depth)) : UNKNOWN, small: depth && isKnown(oldestSeconds) ? word('flow.oldest', duration(oldestSeconds)) : '', state: depth ? 'WARN' : undefined};
      }))));
  }

  /** Groups that read what is no sink: only where there are any. */
  function elsewhereBranch() {
    const groups = () => status.elsewhere ?? [];
    return groups().length > 0 && el('li', {class: 'branch elsewhere-branch'},
      pipe(() => ({main: '', also: [], perSecond: 0})),
      station('outside', () => ({title: word('flow.elsewhere'), small: ''})),
      readers(groups, () => status.elsewhereStatuses, () => 0, null, group => [group.topic, members(group)].filter(Boolean).join(' · ')));
  }

  /** What the drawing is made of; all else are words and colours. */
  const shape = () => JSON.stringify([
    status.flow.sinks.map(s => [s.role, s.groups.map(g => g.group), sum(s.statuses) > s.groups.length]),
    Boolean(status.flow.rejected),
    (status.elsewhere ?? []).map(g => [g.group, g.topic]),
    sum(status.elsewhereStatuses) > (status.elsewhere ?? []).length,
  ]);

  function render() {
    if (!status?.flow) return;
    const now = shape();
    if (now !== drawn) {
      drawn = now;
      draw();
    }
    for (const update of updates) update();
  }

  return {
    update(next) {
      status = next;
      render();
    },
    render() {
      drawn = '';
      render();
    },
  };
}
