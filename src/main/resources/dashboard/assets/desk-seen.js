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
 * The offset in a partition from which on all is new. A topic that ends before the place that was marked was made anew: all of it
 * is; but a server that has just begun has not come so far yet.
 */
const newFrom = (marked, sight, partition) => {
  const place = marked[partition] ?? 0;
  return sight?.left === 0 && place > (sight.positions[partition] ?? place) ? 0 : place;
};

/**
 * What the server is asked to count as new, as parameters; empty where nothing was marked.
 * @param desk what it told last, if it has
 */
export function seenPlaces(desk) {
  const mark = stored();
  if (!mark) return {};
  const places = (marked, sight) => Object.keys(marked).map(partition => `${partition}:${newFrom(marked, sight, partition)}`).join(',') || '0:0';
  return {sentFrom: places(mark.sent, desk?.sent), heldFrom: places(mark.held, desk?.embargoes)};
}

/** What came since. Where nothing was marked yet, nothing is called new: all of it would be. */
export function news(desk) {
  const mark = stored();
  if (!mark) return {sent: () => false, held: () => false, rejected: () => false, silent: () => false};
  const behind = (marked, sight) => entry => entry.offset >= newFrom(marked, sight, entry.partition);
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
