import { expect } from 'chai';
import type { PushStep } from '../../../../src/plugins/push/infisical-push-secret/plan.ts';
import { isPending, joinRequests, requestOf } from '../../../../src/plugins/push/infisical-push-secret/request.ts';
import { aStored } from './a-destination.ts';

const create = (key: string, value: string): PushStep => ({ kind: 'create', reason: 'missing', key, value });
const remove = (key: string): PushStep => ({ kind: 'delete', reason: 'gone', key, stored: aStored(key, 'v') });
const keep = (key: string): PushStep => ({
  kind: 'keep',
  reason: 'same',
  key,
  stored: aStored(key, 'v'),
  ours: true,
});

describe('the name of a set of writes', () => {
  const request = requestOf([create('A', 'v')], ['uid', '1', 2]);

  it('is short and the same for the same writes, whatever is kept besides', () => {
    expect(request).to.match(/^[0-9a-f]{16}$/);
    expect(requestOf([keep('B'), create('A', 'v')], ['uid', '1', 2])).to.equal(request);
  });

  it('does not depend on a value, not even by a hash of it', () => {
    expect(requestOf([create('A', 'another')], ['uid', '1', 2])).to.equal(request);
  });

  it('is another for other writes and for another state of the source', () => {
    const others = [
      requestOf([create('B', 'v')], ['uid', '1', 2]),
      requestOf([remove('A')], ['uid', '1', 2]),
      requestOf([create('A', 'v'), remove('B')], ['uid', '1', 2]),
      requestOf([create('A', 'v')], ['uid', '2', 2]),
      requestOf([create('A', 'v')], ['uid', '1', 3]),
    ];
    expect(new Set([request, ...others])).to.have.property('size', 6);
  });
});

describe('requests that wait', () => {
  it('are known again', () => {
    const pending = joinRequests(['a', 'b']);
    expect(isPending('a', pending)).to.equal(true);
    expect(isPending('b', pending)).to.equal(true);
    expect(isPending('c', pending)).to.equal(false);
    expect(isPending('a', undefined)).to.equal(false);
  });

  it('are none, or as many as the status has room for', () => {
    expect(joinRequests([])).to.equal(undefined);
    const many = Array.from({ length: 70 }, (_, index) => requestOf([], [index]));
    expect(joinRequests(many)?.length).to.be.at.most(128);
  });
});
