import type { JsonObject } from '../../../../src/testkit/kube/index.ts';
import { aThing, apply, create, patch, seen, things, type ConformanceCase } from './conformance-case.ts';

const specs: readonly (readonly [string, JsonObject])[] = [
  ['a missing field', {}],
  ['a number that is too small', { size: 0 }],
  ['a number that is too large', { size: 101 }],
  ['text for a number', { size: 'x' }],
  ['a fraction for a whole number', { size: 1.5 }],
  ['a value outside of the list', { size: 1, mode: 'Slow' }],
  ['text that is too short', { size: 1, name: 'a' }],
  ['text that is too long', { size: 1, name: 'abcdef' }],
  ['text that does not match', { size: 1, name: 'ABC' }],
  ['a bad date', { size: 1, when: 'today' }],
  ['a list that is too short', { size: 1, plain: [] }],
  ['a list that is too long', { size: 1, finalizers: ['a', 'b', 'c', 'd'] }],
  ['a value twice in a set', { size: 1, finalizers: ['a', 'a'] }],
  ['an object for a list', { size: 1, plain: {} }],
  ['text for an object', { size: 1, tags: 'x' }],
  ['a number in a map of text', { size: 1, tags: { a: 1 } }],
  ['a fraction for int-or-string', { size: 1, every: 1.5 }],
  ['an entry without its key', { size: 1, pairs: [{ value: 'x' }] }],
  ['two mistakes', { size: 0, mode: 'Slow' }],
  ['null for a required field', { size: null }],
  ['null for an optional field', { size: 1, tags: null, mode: null }],
  ['unknown fields', { size: 1, other: 1, nested: { z: 1 } }],
  ['an open object', { size: 1, open: { any: { thing: [1, null, 'x'] } } }],
  ['a default inside of a list', { size: 1, pairs: [{ key: 'a' }] }],
  ['all is well', { size: 2, ratio: 1.5, every: '10s', name: 'abc', when: '2026-01-01T00:00:00Z', whole: { a: 'b' } }],
];

/** What the schema of a custom resource admits, and in which words it refuses. */
export const SCHEMA_CASES: readonly ConformanceCase[] = [
  ...specs.map(([name, spec]) => ({
    name: `creates with ${name}`,
    run: async (client: Parameters<ConformanceCase['run']>[0]) =>
      seen(await create(client, things(client), aThing('t', spec))),
  })),
  {
    name: 'refuses an unknown field when asked to be strict',
    run: async (client) => {
      const strict = { fieldValidation: 'Strict' };
      const created = await create(client, things(client), aThing('t', { size: 1, other: 1 }), strict);
      await create(client, things(client), aThing('t'));
      const patched = await patch(client, things(client, 't'), { spec: { other: 1 } }, 'merge', strict);
      return [seen(created), seen(patched)];
    },
  },
  {
    name: 'refuses an unknown field in an apply',
    run: async (client) => seen(await apply(client, things(client, 't'), aThing('t', { size: 1, other: 1 }))),
  },
  {
    name: 'checks the status as it checks the spec',
    run: async (client) => {
      await create(client, things(client), aThing('t'));
      return seen(await patch(client, things(client, 't/status'), { status: { conditions: [{ type: 'Ready' }] } }));
    },
  },
];
