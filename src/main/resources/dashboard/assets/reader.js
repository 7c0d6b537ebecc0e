// What is said of one reader of a topic, in the flow and in lists.

import {word, wordOr} from './language.js';
import {count, duration, isKnown, rate, UNKNOWN} from './format.js';

export const members = group => (!isKnown(group?.members) ? '' : group.members === 0 ? word('flow.members.none') : word('flow.members', count(group.members)));

/** By which protocol of Kafka its members share partitions. */
export const typeName = group => (group.type ? wordOr('group.' + group.type, group.type) : '');

/** How many records it has still to read. */
export function waiting(group) {
  if (!isKnown(group.records)) return word('flow.records', isKnown(group.recordsAtLeast) ? word('flow.at-least', count(group.recordsAtLeast)) : UNKNOWN);
  return word('flow.records', group.exact === false ? word('flow.at-most', count(group.records)) : count(group.records));
}

/** Whether that grows or shrinks; null where it does neither. */
export function trend(group) {
  if (!isKnown(group.velocity) || Math.abs(group.velocity) < 0.05 || !group.records) return null;
  return word(group.velocity > 0 ? 'flow.growing' : 'flow.shrinking', rate(Math.abs(group.velocity)));
}

/** How old the next record is that it has to read. */
export function late(group) {
  if (isKnown(group.seconds)) return duration(group.seconds);
  return isKnown(group.secondsAtLeast) ? word('flow.at-least', duration(group.secondsAtLeast)) : UNKNOWN;
}

export const behind = group => word('flow.behind', late(group));
