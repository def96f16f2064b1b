import type { Json, JsonObject } from '../../../../src/testkit/kube/index.ts';
import { create, patch, seen, type ConformanceCase } from './conformance-case.ts';
import type { WireClient } from './wire-client.ts';

const rules = (...list: readonly JsonObject[]): JsonObject => ({ 'x-kubernetes-validations': [...list] });

const spec: JsonObject = {
  type: 'object',
  ...rules(
    { rule: '(has(self.left) ? 1 : 0) + (has(self.right) ? 1 : 0) <= 1', message: 'left and right exclude each other' },
    {
      rule: '!has(self.low) || !has(self.high) || self.low <= self.high',
      fieldPath: '.low',
      message: 'low must not exceed high',
    },
    { rule: "!has(self.words) || self.words.all(w, w.matches('^[a-z]+$'))" },
  ),
  properties: {
    left: { type: 'object', properties: {} },
    right: { type: 'object', properties: {} },
    low: { type: 'integer' },
    high: { type: 'integer' },
    mode: { type: 'string', enum: ['on', 'off'] },
    part: { type: 'object', required: ['id'], properties: { id: { type: 'string', pattern: '^[a-z]+$' } } },
    ratio: { type: 'number', ...rules({ rule: 'self < 1.0', message: 'ratio must be under one' }) },
    words: { type: 'array', maxItems: 10, items: { type: 'string', maxLength: 20 } },
    fixed: {
      type: 'string',
      maxLength: 20,
      ...rules({ rule: 'self == oldSelf', message: 'fixed cannot change', reason: 'FieldValueForbidden' }),
    },
    name: {
      type: 'string',
      maxLength: 20,
      ...rules({
        rule: "self.startsWith('x') || size(self) > 3",
        messageExpression: "'not a good name: ' + self",
        reason: 'FieldValueRequired',
      }),
    },
    every: {
      'x-kubernetes-int-or-string': true,
      ...rules({
        rule: "type(self) == int ? self >= 5 : self == '' || duration(self) >= duration('5s')",
        message: 'at least five seconds',
      }),
    },
    tags: {
      type: 'object',
      maxProperties: 5,
      additionalProperties: {
        type: 'string',
        maxLength: 9,
        ...rules({ rule: "self != 'bad'", message: 'no bad values' }),
      },
    },
    list: {
      type: 'array',
      maxItems: 5,
      items: {
        type: 'object',
        properties: { n: { type: 'integer', ...rules({ rule: 'self > 0', message: 'n must be positive' }) } },
      },
      ...rules({ rule: 'self.exists_one(e, e.n == 1)', message: 'one entry must be the first' }),
    },
  },
};

/** A definition with rules in CEL. */
export const RULED_DEFINITION: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'rulings.conformance.example.com' },
  spec: {
    group: 'conformance.example.com',
    scope: 'Namespaced',
    names: { plural: 'rulings', kind: 'Ruling' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
      },
    ],
  },
};

const path = (client: WireClient, name = ''): string =>
  `/apis/conformance.example.com/v1/namespaces/${client.namespace}/rulings${name}`;

const ruling = (body: JsonObject): Json => ({
  apiVersion: 'conformance.example.com/v1',
  kind: 'Ruling',
  metadata: { name: 'r' },
  spec: body,
});

const specs: readonly JsonObject[] = [
  {},
  { left: {} },
  { left: {}, right: {} },
  { low: 1, high: 2 },
  { low: 3, high: 2 },
  { ratio: 0.5 },
  { ratio: 2 },
  { words: ['a', 'b'] },
  { words: ['a', 'B'] },
  { name: 'xa' },
  { name: 'ab' },
  { every: 4 },
  { every: 5 },
  { every: '4s' },
  { every: '1m' },
  { tags: { a: 'good' } },
  { tags: { a: 'bad' } },
  { list: [{ n: 1 }, { n: 2 }] },
  { list: [{ n: 2 }] },
  { list: [{ n: 1 }, { n: 0 }] },
  { list: [{}] },
  // Each beside a broken rule: which errors of the schema keep rules from being evaluated.
  { low: 'x', left: {}, right: {} },
  { part: {}, left: {}, right: {} },
  { part: { id: 'A' }, left: {}, right: {} },
  { mode: 'perhaps', left: {}, right: {} },
  { name: 'x'.repeat(21), left: {}, right: {} },
  { words: Array.from({ length: 11 }, () => 'a'), left: {}, right: {} },
  { tags: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, 'x'])), left: {}, right: {} },
];

/** Rules in CEL: what they admit, and how a refusal reads. */
export const RULE_CASES: readonly ConformanceCase[] = [
  ...specs.map((body) => ({
    name: `judges ${JSON.stringify(body)}`,
    run: async (client: WireClient) => seen(await create(client, path(client), ruling(body))),
  })),
  {
    name: 'refuses a value that a rule cannot evaluate',
    // The words are those of the CEL library.
    run: async (client) => (await create(client, path(client), ruling({ every: 'soon' }))).code,
  },
  {
    name: 'asks transition rules on change',
    run: async (client) => {
      await create(client, path(client), ruling({ fixed: 'a' }));
      return [
        seen(await patch(client, path(client, '/r'), { spec: { fixed: 'b' } })),
        seen(await patch(client, path(client, '/r'), { spec: { low: 1 } })),
      ];
    },
  },
];
