import { expect } from 'chai';
import { z } from 'zod';
import { structuralSchema, type StructuralSchema } from '../../src/crd/structural-schema.ts';

interface Case {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly structural: StructuralSchema;
}

const CASES: readonly Case[] = [
  { name: 'an integer without bounds', schema: z.int(), structural: { type: 'integer', format: 'int64' } },
  {
    name: 'an integer with a bound',
    schema: z.int().min(5),
    structural: { type: 'integer', format: 'int64', minimum: 5 },
  },
  {
    name: 'an integer or a string',
    schema: z.union([z.int(), z.string().max(32)]).describe('either'),
    structural: { description: 'either', maxLength: 32, 'x-kubernetes-int-or-string': true },
  },
  {
    name: 'an object, with what is optional and without defaults',
    schema: z.object({ a: z.string(), b: z.boolean().default(true), c: z.string().optional() }),
    structural: {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string' }, b: { type: 'boolean' }, c: { type: 'string' } },
    },
  },
  { name: 'a strict object', schema: z.strictObject({}), structural: { type: 'object', properties: {} } },
  {
    name: 'a map of texts',
    schema: z.record(z.string(), z.string()),
    structural: { type: 'object', additionalProperties: { type: 'string' } },
  },
  {
    name: 'an open object',
    schema: z.record(z.string(), z.unknown()),
    structural: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
  {
    name: 'a list that merges by key',
    schema: z
      .array(z.object({ type: z.string() }))
      .max(3)
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] }),
    structural: {
      type: 'array',
      maxItems: 3,
      items: { type: 'object', required: ['type'], properties: { type: { type: 'string' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['type'],
    },
  },
  { name: 'a choice of texts', schema: z.enum(['A', 'B']), structural: { type: 'string', enum: ['A', 'B'] } },
  {
    name: 'a format that the API server checks',
    schema: z.string().meta({ format: 'date-time' }),
    structural: { type: 'string', format: 'date-time' },
  },
  {
    name: 'a format that it does not check',
    schema: z.string().meta({ format: 'uri' }),
    structural: { type: 'string' },
  },
  {
    name: 'a rule in CEL',
    schema: z.string().meta({ 'x-kubernetes-validations': [{ rule: "self != ''", message: 'x must be' }] }),
    structural: { type: 'string', 'x-kubernetes-validations': [{ rule: "self != ''", message: 'x must be' }] },
  },
  {
    name: 'what is written, not what is parsed',
    schema: z.string().max(3).describe('text').transform(Number),
    structural: { type: 'string', maxLength: 3, description: 'text' },
  },
];

describe('structuralSchema', () => {
  for (const { name, schema, structural } of CASES) {
    it(`tells ${name}`, () => {
      expect(structuralSchema(schema, 'spec')).to.deep.equal(structural);
    });
  }

  for (const [name, schema, message] of [
    [
      'a union of objects',
      z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
      'spec.x: the only union',
    ],
    ['a union of texts', z.union([z.string().max(3), z.string().min(5)]), 'spec.x: the only union'],
    ['a value of any type', z.unknown(), 'spec.x: a field must have a type'],
    ['a pattern with look-ahead', z.string().regex(/^(?!a)/), 'is not portable: RE2 has no look-ahead'],
    ['null', z.string().nullable(), 'not possible in a structural schema'],
    ['a rule without a message', z.string().meta({ 'x-kubernetes-validations': [{ rule: 'true' }] }), 'not possible'],
  ] as const) {
    it(`refuses ${name}, and says where`, () => {
      expect(() => structuralSchema(z.object({ x: schema }), 'spec')).to.throw(message);
    });
  }
});
