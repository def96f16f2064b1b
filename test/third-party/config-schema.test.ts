import { expect } from 'chai';
import { configSchema } from '../../src/third-party/config-schema.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    url: { type: 'string', pattern: '^https://' },
    retries: { type: 'integer', minimum: 0, default: 3 },
    scopes: { type: 'array', items: { type: 'string' } },
  },
  required: ['url'],
  additionalProperties: false,
};

describe('settings by a JSON schema', () => {
  it('are taken, with defaults filled in', () => {
    expect(configSchema(SCHEMA, 'config').parse({ url: 'https://a' })).to.deep.equal({ url: 'https://a', retries: 3 });
  });

  const refused: readonly (readonly [string, unknown, string])[] = [
    ['without what is required', {}, 'url'],
    ['of another pattern', { url: 'http://a' }, 'url'],
    ['of another type, deep down', { url: 'https://a', scopes: ['a', 1] }, 'scopes.1'],
    ['with a field that nobody knows', { url: 'https://a', more: 1 }, ''],
    ['that are a list', [], ''],
    ['that are nothing', undefined, ''],
  ];
  for (const [title, value, path] of refused) {
    it(`${title} are refused, with the field`, () => {
      const { error } = configSchema(SCHEMA, 'config').safeParse(value);
      expect(error?.issues[0]?.path.join('.')).to.equal(path);
    });
  }

  for (const [title, schema] of [
    ['is not of an object', { type: 'string' }],
    ['has what is not supported', { type: 'object', if: {}, then: {} }],
    ['refers elsewhere', { type: 'object', properties: { a: { $ref: 'https://example.com/a.json' } } }],
    ['has a pattern that is none', { type: 'object', properties: { a: { type: 'string', pattern: '(' } } }],
  ] as const) {
    it(`a schema that ${title} is refused by name`, () => {
      expect(() => configSchema(schema, 'config')).to.throw(/^config /);
    });
  }

  it('end a pattern that runs away', () => {
    const schema = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    expect(() => configSchema(schema, 'config').safeParse({ a: `${'a'.repeat(60)}!` })).to.throw(/timed out/);
    // And the next check works.
    expect(configSchema(schema, 'config').safeParse({ a: 'aa' }).success).to.equal(true);
  });
});
