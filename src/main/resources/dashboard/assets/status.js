// What a status looks like: a shape, a colour and a word, so that no one of them is needed.

import {svg, el} from './dom.js';
import {word, wordOr} from './language.js';

const SHAPES = {
  OK: [['circle', {cx: 6, cy: 6, r: 4.2}]],
  IDLE: [['circle', {cx: 6, cy: 6, r: 3.6, class: 'hollow'}]],
  WARN: [['path', {d: 'M6 1.2 11.2 10.6H.8Z'}]],
  STOP: [['rect', {x: 1.8, y: 1.8, width: 8.4, height: 8.4, rx: 1}]],
  STALL: [['rect', {x: 2, y: 1.6, width: 2.8, height: 8.8, rx: 0.8}], ['rect', {x: 7.2, y: 1.6, width: 2.8, height: 8.8, rx: 0.8}]],
  REWIND: [['path', {d: 'M6 1.6V10.4L.6 6Z'}], ['path', {d: 'M11.4 1.6V10.4L6 6Z'}]],
  WEDGED: [['path', {d: 'M2 0.6 6 4.6 10 .6 11.4 2 7.4 6 11.4 10 10 11.4 6 7.4 2 11.4.6 10 4.6 6 .6 2Z'}]],
  LEFT: [['path', {d: 'M1.4 6h9.2', class: 'hollow'}]],
  BEYOND: [['path', {d: 'M1 1.6 7 6 1 10.4Z'}], ['rect', {x: 8.6, y: 1.6, width: 2.2, height: 8.8}]],
  LOST: [['path', {d: 'M2.4 2.4 9.6 9.6M9.6 2.4 2.4 9.6', class: 'hollow'}]],
  HELD: [['path', {d: 'M1.6 2.4h8.8M1.6 9.6h8.8M6 2.4v7.2', class: 'hollow'}]],
  MISSING: [['path', {d: 'M6 2 10.4 10H1.6Z', class: 'hollow'}]],
  UNKNOWN: [['circle', {cx: 6, cy: 6, r: 3.6, class: 'hollow dashed'}]],
};

const LEVELS = {OK: 'ok', IDLE: 'idle', WARN: 'warn', REWIND: 'warn', STOP: 'bad', STALL: 'bad', WEDGED: 'bad', LEFT: 'idle', BEYOND: 'bad', LOST: 'bad', HELD: 'warn', MISSING: 'warn'};

/** For so long a transaction may be open before anybody need know: the processor's are over in a second. */
export const LONG_OPEN_SECONDS = 10;

/** What is shown of a reader: of one that was declared and that Kafka does not know, whatever is there to read, that it never came. */
export const shownStatus = ({status, missing, state}) => (missing || state === 'absent' ? 'MISSING' : status);

/** ok, idle, warn, bad or unknown; also of a status that a newer server may send. */
export const level = status => LEVELS[status] ?? 'unknown';

const WORST_FIRST = ['bad', 'warn', 'unknown'];

/** What is unknown is not well: nobody would look at it otherwise. */
export const needsHelp = status => WORST_FIRST.includes(level(status));

/** To sort by; the smaller, the worse. */
export const severity = status => (needsHelp(status) ? WORST_FIRST.indexOf(level(status)) : WORST_FIRST.length);

export function sign(status) {
  return svg('svg', {class: 'sign', viewBox: '0 0 12 12', 'aria-hidden': 'true'},
    (SHAPES[status] ?? SHAPES.UNKNOWN).map(([name, attributes]) => svg(name, attributes)));
}

export const statusWord = status => wordOr('status.' + status, status ?? word('unknown'));

export function badge(status) {
  return el('span', {class: 'badge', 'data-level': level(status), title: wordOr('status.why.' + status, null)}, sign(status), el('span', {}, statusWord(status)));
}
