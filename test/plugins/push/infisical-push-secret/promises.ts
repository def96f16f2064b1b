import type { EventName, SituationName } from '../../../../scripts/push-situations.ts';

/** A value of a key in Infisical; `-`: there is none. */
export type Promised = 'v1' | 'v2' | 'theirs' | '-';

/** By policies, in the order of the columns: neither, Replace, Delete, both. */
export type Row = readonly [Promised, Promised, Promised, Promised];

/** As before the pass, under every policy. */
const always = (value: Promised): Row => [value, value, value, value];

/**
 * What the place that the keys were pushed to holds of the key after the next pass, written by hand. `v1` is what the first pass pushed. A change makes it
 * `v2`, and `theirs` is of somebody else.
 */
export const PROMISES: Record<EventName, Record<SituationName, Row>> = {
  stays: {
    unchanged: always('v1'),
    new: always('v1'),
    changedHere: ['v1', 'v2', 'v1', 'v2'],
    changedThere: ['v2', 'v1', 'v2', 'v1'],
    deletedHere: ['v1', 'v1', '-', '-'],
    deletedThere: always('v1'),
    renamedThere: always('v1'),
    foreign: ['theirs', 'v1', 'theirs', 'v1'],
  },
  moves: {
    unchanged: ['v1', 'v1', '-', '-'],
    new: always('-'),
    changedHere: ['v1', 'v1', '-', '-'],
    changedThere: ['v2', 'v2', '-', '-'],
    deletedHere: ['v1', 'v1', '-', '-'],
    deletedThere: always('-'),
    renamedThere: always('-'),
    foreign: always('theirs'),
  },
  ends: {
    unchanged: ['v1', 'v1', '-', '-'],
    new: always('-'),
    changedHere: ['v1', 'v1', '-', '-'],
    changedThere: ['v2', 'v2', '-', '-'],
    deletedHere: ['v1', 'v1', '-', '-'],
    deletedThere: always('-'),
    renamedThere: always('-'),
    foreign: always('theirs'),
  },
};
