import { expect } from 'chai';
import { structureFaults, withoutNulls, type StructuralSchema } from '../../src/crd/index.ts';

const SCHEMA: StructuralSchema = {
  type: 'object',
  properties: {
    metadata: { type: 'object' },
    name: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    config: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    ports: {
      type: 'array',
      items: { type: 'object', properties: { port: { type: 'integer' }, to: { type: 'string' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port'],
    },
    entries: { type: 'array', items: { type: 'object', properties: { key: { type: 'string' } } } },
  },
};

describe('faults of structure', () => {
  it('are fields that the schema does not name, at every depth', () => {
    const value = { name: 'a', nam: 'b', entries: [{ key: 'c' }, { key: 'd', kee: 'e' }] };
    expect(structureFaults(SCHEMA, value).map(({ kind, path }) => [kind, ...path])).to.deep.equal([
      ['unknown', 'nam'],
      ['unknown', 'entries', 1, 'kee'],
    ]);
    expect(structureFaults(SCHEMA, value)[1]?.known).to.deep.equal(['key']);
  });

  it('are entries that a set has twice, and not those of a list', () => {
    const value = { tags: ['a', 'b', 'a'], entries: [{ key: 'a' }, { key: 'a' }] };
    expect(structureFaults(SCHEMA, value).map(({ kind, path }) => [kind, ...path])).to.deep.equal([
      ['duplicate', 'tags', 2],
    ]);
  });

  it('are entries of a keyed list whose key an entry before them has', () => {
    const ports = [{ port: 1, to: 'a' }, { port: 2, to: 'a' }, { port: 1, to: 'b' }, { to: 'c' }];
    expect(structureFaults(SCHEMA, { ports }).map(({ kind, path }) => [kind, ...path])).to.deep.equal([
      ['duplicate', 'ports', 2],
    ]);
  });

  it('are not names in maps, in what is kept as it is, and in metadata', () => {
    const value = { labels: { any: 'a' }, config: { any: { thing: 1 } }, metadata: { managedFields: [] } };
    expect(structureFaults(SCHEMA, value)).to.deep.equal([]);
  });

  it('are not looked for where the type is another', () => {
    expect(structureFaults(SCHEMA, { tags: 'a', labels: ['b'], name: { any: 1 }, entries: null })).to.deep.equal([]);
  });

  it('do not come from names that every object has', () => {
    expect(structureFaults(SCHEMA, { toString: 'a' }).map(({ path }) => path)).to.deep.equal([['toString']]);
  });
});

describe('nulls', () => {
  it('are dropped where the schema has a field, and kept where anything may be', () => {
    const value = { name: null, labels: { a: null }, config: { a: null }, entries: [{ key: null }, null] };
    expect(withoutNulls(SCHEMA, value)).to.deep.equal({ labels: {}, config: { a: null }, entries: [{}, null] });
  });
});
