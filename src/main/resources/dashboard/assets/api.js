// All talk with the server.

const PATIENCE_MILLIS = 10_000;
const FIRST_WAIT_MILLIS = 1_000;
/** A stream that has lived so long is no reason to wait. */
const STEADY_MILLIS = 15_000;
const LONGEST_WAIT_MILLIS = 15_000;
/** The server sends its status every two seconds: thrice that without a word means that it is gone. */
const SILENCE_MILLIS = 7_000;

/** Names of the fields that hold a time. The server writes ISO 8601; the page reckons in milliseconds. */
const TIMES = new Set(['at', 'taggedAt', 'publishedAt', 'published', 'replayedAt', 'until', 'since', 'asOf', 'positionsAt', 'oldest', 'newest', 'lastSentAt']);

/** JSON of the server, its times in milliseconds since 1970. */
const read = text => JSON.parse(text, (name, value) => (TIMES.has(name) && typeof value === 'string' ? Date.parse(value) : value));

/** The JSON at an address; throws on anything else than 200. */
export async function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  const answer = await fetch(query.size ? `${path}?${query}` : path, {headers: {Accept: 'application/json'}, signal: AbortSignal.timeout(PATIENCE_MILLIS)});
  if (!answer.ok) throw Object.assign(new Error(`${path}: ${answer.status}`), {status: answer.status});
  return read(await answer.text());
}

/** Asks for a rejected record to be published again. Returns {ok, status, refusal}; throws if nobody answers. */
export async function replay(partition, offset, key) {
  const answer = await fetch('/api/rejected/replay', {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'X-Ops-Key': key},
    body: JSON.stringify({partition, offset}),
    signal: AbortSignal.timeout(PATIENCE_MILLIS * 3),
  });
  const body = await answer.json().catch(() => ({}));
  return {ok: answer.ok && body.replayed === true, status: answer.status, refusal: body};
}

/** A correction may wait for the broker, and then for the processor. */
const CORRECTION_MILLIS = 45_000;

/** Sends an order of an editor. Returns {status, body}; throws if nobody answers. */
async function order(path, what, key) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'X-Ops-Key': key},
    body: JSON.stringify(what),
    signal: AbortSignal.timeout(CORRECTION_MILLIS),
  });
  return {status: answer.status, body: read((await answer.text()) || '{}')};
}

/** What a correction would do: {uri, version, revision, changes}. */
export const previewOf = (what, key) => order('/api/corrections/preview', what, key);

/** Corrects: the same, and a note. */
export const correct = (what, key) => order('/api/corrections', what, key);

/** Takes a correction back: {uri, id, note}. */
export const undo = (what, key) => order('/api/corrections/undo', what, key);

/**
 * The stream of events, for as long as the page lives. The browser repeats a lost connection only where the server was not
 * yet reached or closed cleanly, and never notices one that hangs; so this watches for silence and connects anew itself.
 *
 * @param handlers story(s), status(s), state('live' | 'lost'), again() after a gap
 */
export function listen(handlers) {
  let source = null;
  let wait = FIRST_WAIT_MILLIS;
  let lastWord = 0;
  let begun = 0;
  let lost = false;
  let timer = null;

  const heard = () => {
    lastWord = Date.now();
    // a page that is too slow is let go again and again
    if (lastWord - begun > STEADY_MILLIS) wait = FIRST_WAIT_MILLIS;
    if (lost) {
      lost = false;
      handlers.again();
    }
    handlers.state('live');
  };
  const on = (name, handle) => source.addEventListener(name, event => {
    heard();
    let data;
    try {
      data = read(event.data);
    } catch {
      return; // half an event, when a server stops
    }
    handle(data);
  });
  const connect = () => {
    timer = null;
    lastWord = Date.now();
    begun = lastWord;
    source = new EventSource('/api/stream');
    source.addEventListener('open', heard);
    source.addEventListener('error', retry);
    on('story', handlers.story);
    on('status', handlers.status);
  };
  const retry = () => {
    if (timer !== null) return;
    source.close();
    lost = true;
    handlers.state('lost');
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
  };
  // a page that was left but can be come back to would keep one of the few connections that the browser makes to a server
  addEventListener('pagehide', () => {
    clearTimeout(timer);
    timer = -1;
    source.close();
  });
  addEventListener('pageshow', event => {
    if (!event.persisted) return;
    lost = true;
    handlers.state('lost');
    connect();
  });
  setInterval(() => {
    if (timer === null && Date.now() - lastWord > SILENCE_MILLIS) retry();
  }, 1_000);
  connect();
}
