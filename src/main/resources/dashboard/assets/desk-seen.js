// What this browser has marked as seen: how far the topics were, so that no clock has to be trusted.

const KEY = 'wiretag.desk.seen';

/** When a source sent last is reckoned from its silence with each answer. */
const SAME_MILLIS = 5_000;

let memory = null;

function stored() {
  try {
    const mark = JSON.parse(localStorage.getItem(KEY));
    return mark && typeof mark === 'object' && mark.sent && mark.held ? mark : null;
  } catch {
    return memory; // no storage: it holds until the page is closed
  }
}

const newest = reasons => Object.fromEntries(reasons.map(each => [each.reason, each.newest]));

/** When it was marked, by the server's clock; null: never. */
export const seenAt = () => stored()?.at ?? null;

/** Takes what the server told for seen. */
export function markSeen(desk) {
  memory = {
    at: desk.at,
    sent: desk.sent.positions,
    held: desk.embargoes.positions,
    rejected: newest(desk.rejected.reasons),
    silent: Object.fromEntries(desk.sources.entries.filter(each => each.silent).map(each => [each.name, each.lastSentAt])),
  };
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // no storage
  }
}

/**
 * What came since. A topic that ends before the place that was marked was made anew: all of it is new. Where nothing was marked
 * yet, nothing is called new: all of it would be.
 */
export function news(desk) {
  const mark = stored();
  if (!mark) return {sent: () => false, held: () => false, rejected: () => false, silent: () => false};
  // a server that has just begun has not come so far yet
  const behind = (marked, {positions, left}) => entry => {
    const place = marked[entry.partition] ?? 0;
    return left === 0 && place > (positions[entry.partition] ?? place) || entry.offset >= place;
  };
  return {
    sent: behind(mark.sent, desk.sent),
    held: behind(mark.held, desk.embargoes),
    rejected: each => !((mark.rejected ?? {})[each.reason] >= each.newest),
    silent: each => each.silent === true && !(Math.abs((mark.silent ?? {})[each.name] - each.lastSentAt) < SAME_MILLIS),
  };
}

/** Another tab has marked. */
export function onMark(listener) {
  addEventListener('storage', event => {
    if (event.key === KEY) listener();
  });
}
