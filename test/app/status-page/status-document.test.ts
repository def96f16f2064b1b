import { expect } from 'chai';
import type { RestingRecord } from '#kernel';
import { viewOf } from '../../../src/app/status-page/index.ts';
import { aCustomResource } from '../../../test/kernel/a-custom-resource.ts';

const ready = (status: string): object => ({ conditions: [{ type: 'Ready', status, reason: 'R', message: 'm' }] });
const record = (state: string, failures = 0): RestingRecord => ({ state, failures, goodAtMs: 0 });

describe('the document of the status page', () => {
  it('lists those that are not well first, and counts by state', () => {
    const objects = [
      { ...aCustomResource({ name: 'a' }), status: ready('True') },
      { ...aCustomResource({ name: 'b' }), status: ready('False') },
      { ...aCustomResource({ name: 'c' }), status: undefined },
    ];
    const resting = new Map([
      ['shop/a', record('synced')],
      ['shop/b', record('error', 2)],
    ]);
    const view = viewOf({ kind: 'Thing', waiting: 3, objects, resting });
    expect(view.resources.map(({ key, state, failures }) => [key, state, failures])).to.deep.equal([
      ['shop/b', 'error', 2],
      ['shop/c', undefined, 0],
      ['shop/a', 'synced', 0],
    ]);
    expect(view).to.deep.include({ waiting: 3, leftOut: 0, states: { synced: 1, error: 1, pending: 1 } });
  });

  it('takes a status that nobody can read for none', () => {
    for (const status of [undefined, null, 'text', { conditions: 'none' }, { conditions: [{}] }]) {
      const objects = [{ ...aCustomResource({}), status }];
      const [first] = viewOf({ kind: 'Thing', waiting: 0, objects, resting: new Map() }).resources;
      expect(first?.conditions).to.deep.equal([]);
    }
  });

  it('shows 500 of a kind, and says how many there are besides', () => {
    const objects = Array.from({ length: 510 }, (_, index) => aCustomResource({ name: `n-${index}` }));
    const view = viewOf({ kind: 'Thing', waiting: 0, objects, resting: new Map() });
    expect([view.resources.length, view.leftOut, view.states['pending']]).to.deep.equal([500, 10, 510]);
  });
});
