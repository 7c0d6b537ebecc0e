// The picture of the stream: newsrooms, topic, processor, sinks, subscribers, and on every edge how it goes there.
// The drawing is made anew only when a part comes or goes; otherwise only words and colours change, nothing moves.

import {el, say} from './dom.js';
import {word, wordOr} from './language.js';
import {count, duration, isKnown, rate, UNKNOWN} from './format.js';
import {badge, level} from './status.js';

export function flowPicture(root) {
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

  function station(kind, read) {
    const name = el('strong');
    const detail = el('small');
    const box = el('div', {class: 'station', 'data-kind': kind}, name, detail);
    updates.push(() => {
      const {title, small, state} = read();
      say(name, title);
      say(detail, small);
      box.dataset.level = state === undefined ? 'flow' : level(state);
    });
    return box;
  }

  const members = group => (!isKnown(group?.members) ? '' : group.members === 0 ? word('flow.members.none') : word('flow.members', count(group.members)));
  const waiting = group => {
    if (!isKnown(group.records)) return word('flow.records', isKnown(group.recordsAtLeast) ? word('flow.at-least', count(group.recordsAtLeast)) : UNKNOWN);
    return word('flow.records', group.exact === false ? word('flow.at-most', count(group.records)) : count(group.records));
  };
  const trend = group => {
    if (!isKnown(group.velocity) || Math.abs(group.velocity) < 0.05 || !group.records) return null;
    return word(group.velocity > 0 ? 'flow.growing' : 'flow.shrinking', rate(Math.abs(group.velocity)));
  };
  const behind = group => {
    if (isKnown(group.seconds)) return word('flow.behind', duration(group.seconds));
    return word('flow.behind', isKnown(group.secondsAtLeast) ? word('flow.at-least', duration(group.secondsAtLeast)) : UNKNOWN);
  };

  function draw() {
    updates = [];
    const flow = () => status.flow;
    const sink = i => flow().sinks[i];
    const reader = (i, j) => () => {
      const group = sink(i).groups[j];
      return {
        state: group.status,
        main: behind(group),
        also: [waiting(group), trend(group), isKnown(group.catchUpSeconds) && group.catchUpSeconds > 0 ? word('flow.catch-up', duration(group.catchUpSeconds)) : null],
        perSecond: sink(i).recordsPerSecond,
        title: wordOr('status.why.' + group.status, ''),
      };
    };
    root.replaceChildren(
      el('div', {class: 'trunk'},
        station('outside', () => ({title: word('flow.newsrooms'), small: ''})),
        pipe(() => ({main: rate(flow().published?.recordsPerSecond), also: [], perSecond: flow().published?.recordsPerSecond})),
        station('topic', () => ({title: 'published', small: flow().published?.topic ?? ''})),
        pipe(() => {
          const p = flow().processor ?? {};
          return {state: p.status ?? 'UNKNOWN', main: behind(p), also: [waiting(p)], perSecond: flow().published?.recordsPerSecond, title: wordOr('status.why.' + p.status, '')};
        }),
        station('processor', () => ({title: word('flow.processor'), small: [flow().processor?.group, members(flow().processor)].filter(Boolean).join(' · '), state: flow().processor?.status ?? 'UNKNOWN'}))),
      el('ul', {class: 'branches'},
        flow().sinks.map((s, i) => el('li', {class: 'branch'},
          pipe(() => ({main: rate(sink(i).recordsPerSecond), also: [isKnown(sink(i).freshness?.p95) ? `${word('flow.fresh.short')} ${duration(sink(i).freshness.p95)}` : null], perSecond: sink(i).recordsPerSecond, title: isKnown(sink(i).freshness?.p95) ? word('flow.fresh', duration(sink(i).freshness.p95)) : ''})),
          station('topic', () => ({title: sink(i).role, small: sink(i).topic})),
          el('ul', {class: 'readers'}, s.groups.length
            ? s.groups.map((g, j) => el('li', {class: 'reader'}, pipe(reader(i, j)),
              station('group', () => { const group = sink(i).groups[j]; return {title: group.group, small: [wordOr('group.' + group.type, group.type), members(group)].filter(Boolean).join(' · '), state: group.status}; })))
            : el('li', {class: 'reader none'}, station('none', () => ({title: word('flow.no-group'), small: ''})))))),
        flow().rejected && el('li', {class: 'branch rejected-branch'},
          pipe(() => ({main: rate(flow().rejected.recordsPerSecond), also: [], perSecond: flow().rejected.recordsPerSecond})),
          station('topic', () => ({title: 'rejected', small: flow().rejected.topic})),
          el('ul', {class: 'readers'}, el('li', {class: 'reader none'}, station('rejected', () => {
            const r = flow().rejected;
            return {title: isKnown(r.depth) ? word('flow.depth', count(r.depth)) : UNKNOWN, small: r.depth && isKnown(r.oldestSeconds) ? word('flow.oldest', duration(r.oldestSeconds)) : '', state: r.depth ? 'WARN' : undefined};
          }))))));
  }

  function render() {
    if (!status?.flow) return;
    const signature = JSON.stringify([status.flow.sinks.map(s => [s.role, s.groups.map(g => g.group)]), Boolean(status.flow.rejected)]);
    if (signature !== drawn) {
      drawn = signature;
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
