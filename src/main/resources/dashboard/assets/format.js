// Numbers, spans of time and points in time, as the reader writes them. Unknown is a dash, never 0.

import {language, locale, word} from './language.js';

export const UNKNOWN = '–';

const cache = new Map();

function made(kind, options, Type) {
  const key = locale() + kind;
  if (!cache.has(key)) cache.set(key, new Type(locale(), options));
  return cache.get(key);
}

const known = value => value !== null && value !== undefined && Number.isFinite(value);

export function count(value) {
  return known(value) ? made('count', {maximumFractionDigits: 0}, Intl.NumberFormat).format(value) : UNKNOWN;
}

function decimal(value, digits) {
  return made('decimal' + digits, {minimumFractionDigits: digits, maximumFractionDigits: digits}, Intl.NumberFormat).format(value);
}

export function percent(part) {
  return made('percent', {style: 'percent', maximumFractionDigits: 0}, Intl.NumberFormat).format(part);
}

/** Records a minute, whatever their pace: one unit for all, so that two figures on the page can be compared. */
export function rate(perSecond) {
  if (!known(perSecond)) return UNKNOWN;
  const size = Math.abs(perSecond) * 60;
  if (size === 0) return word('rate.minute', '0');
  if (size < 0.05) return word('rate.minute', '< ' + decimal(0.1, 1));
  return word('rate.minute', size < 9.95 ? decimal(perSecond * 60, 1) : count(perSecond * 60));
}

/** 0.4 s, 12 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function duration(seconds) {
  if (!known(seconds)) return UNKNOWN;
  if (seconds === 0) return word('span.s', '0');
  if (seconds < 0.095) return word('span.ms', count(seconds * 1000));
  if (seconds < 9.95) return word('span.s', decimal(seconds, 1));
  const whole = Math.round(seconds);
  if (whole < 60) return word('span.s', count(whole));
  const two = (large, big, small, little) => (little === 0 ? word(large, count(big)) : word(large, count(big)) + ' ' + word(small, count(little)));
  if (whole < 3600) return two('span.min', Math.floor(whole / 60), 'span.s', whole % 60);
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return two('span.h', Math.floor(minutes / 60), 'span.min', minutes % 60);
  const hours = Math.round(seconds / 3600);
  return two('span.d', Math.floor(hours / 24), 'span.h', hours % 24);
}

export function bytes(size) {
  if (!known(size)) return UNKNOWN;
  if (size < 1024) return word('bytes', count(size));
  return size < 1024 * 1024 ? decimal(size / 1024, 1) + ' KiB' : decimal(size / 1024 / 1024, 1) + ' MiB';
}

/** Wall clock of the reader's zone, to the second. */
export function clock(millis) {
  return known(millis) ? made('clock', {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'}, Intl.DateTimeFormat).format(millis) : UNKNOWN;
}

export function minute(millis) {
  return known(millis) ? made('minute', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'}, Intl.DateTimeFormat).format(millis) : UNKNOWN;
}

/** Day and month, in few letters. */
export function day(millis) {
  return known(millis) ? made('day', {day: 'numeric', month: 'short'}, Intl.DateTimeFormat).format(millis) : UNKNOWN;
}

/** Day, time and zone: 21 Nov 2026, 08:00:00 GMT+7; in Vietnamese 08:00:00 GMT+7 21/11/2026. */
export function moment(millis) {
  const month = language() === 'vi' ? 'numeric' : 'short';
  return known(millis)
    ? made('moment', {day: 'numeric', month, year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short'}, Intl.DateTimeFormat).format(millis)
    : UNKNOWN;
}

const AGO = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

/** How long ago, in words: 3 minutes ago, 3 phút trước. A time to come is told as one. */
export function ago(millis, now = Date.now()) {
  if (!known(millis)) return UNKNOWN;
  const seconds = Math.round((millis - now) / 1_000);
  const [unit, length] = AGO.find(([, each]) => Math.abs(seconds) >= each) ?? AGO.at(-1);
  return made('ago', {numeric: 'always'}, Intl.RelativeTimeFormat).format(Math.trunc(seconds / length), unit);
}

/** ISO 8601 for the datetime attribute; null where the time is unknown. */
export const iso = millis => (known(millis) ? new Date(millis).toISOString() : null);

export const isKnown = known;
