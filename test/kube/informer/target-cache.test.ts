import { expect } from 'chai';
import type { ObservedTarget } from '#kernel';
import { TargetCache } from '../../../src/kube/informer/target-cache.ts';

const KEY = 'shop/db';

describe('TargetCache', () => {
  let cache: TargetCache;
  const list = (version: string, ...targets: ObservedTarget[]): readonly ObservedTarget[] => {
    cache.beginList();
    for (const target of targets) cache.listed(target, true);
    return cache.endList(version);
  };
  beforeEach(() => {
    cache = new TargetCache();
  });

  it('keeps records of what matters, and only the names of all else', () => {
    cache.changed(aTarget('1'), true);
    cache.changed(aTarget('2', 'other'), false);

    expect(cache.knowledge(KEY)).to.deep.equal({ kind: 'known', target: aTarget('1') });
    expect(cache.knowledge('shop/other')).to.deep.equal({ kind: 'unknown' });
    expect(cache.knowledge('shop/nothing')).to.deep.equal({ kind: 'absent' });
  });

  it('drops the record of what stops to matter, and says so once', () => {
    cache.changed(aTarget('1'), true);

    expect(cache.changed(aTarget('2'), false)).to.equal(true);
    expect(cache.changed(aTarget('3'), false)).to.equal(false);
    expect(cache.knowledge(KEY).kind).to.equal('unknown');
  });

  it('finds deletions that a new list shows', () => {
    list('5', aTarget('1'), aTarget('2', 'other'));

    expect(list('9', aTarget('2', 'other'))).to.deep.equal([aTarget('1')]);
    expect(cache.knowledge(KEY).kind).to.equal('absent');
    expect(cache.knowledge('shop/other').kind).to.equal('known');
  });

  it('lets nothing vanish while a list comes in', () => {
    cache.beginList();
    cache.listed(aTarget('1'), false);
    cache.endList('5');

    cache.beginList();
    expect(cache.knowledge(KEY).kind).to.equal('unknown');
  });

  it('calls an unchanged object no news when it is listed again', () => {
    list('5', aTarget('1'));
    cache.beginList();

    expect(cache.listed(aTarget('1'), true)).to.equal(false);
    expect(cache.listed(aTarget('6'), true)).to.equal(true);
  });

  describe('with the answer of a write of ours', () => {
    it('does not go back to what was before it', () => {
      cache.changed(aTarget('3'), true);
      cache.adopt(aTarget('7'));

      expect(cache.changed(aTarget('5'), true)).to.equal(false);
      expect(cache.get(KEY)?.resourceVersion).to.equal('7');
    });

    it('still reports its echo, by watch or by list', () => {
      cache.adopt(aTarget('7'));
      expect(cache.changed(aTarget('7'), true)).to.equal(true);

      cache.adopt(aTarget('8'));
      cache.beginList();
      expect(cache.listed(aTarget('8'), true)).to.equal(true);
    });

    it('keeps it when the object before it is reported deleted', () => {
      cache.adopt(aTarget('7'));

      expect(cache.deleted(KEY, '6')).to.equal(false);
      expect(cache.get(KEY)?.resourceVersion).to.equal('7');
      expect(cache.deleted(KEY, '8')).to.equal(true);
      expect(cache.knowledge(KEY).kind).to.equal('absent');
    });

    it('keeps it over a list that was made before', () => {
      cache.beginList();
      cache.adopt(aTarget('7'));

      expect(cache.endList('6')).to.deep.equal([]);
      expect(cache.get(KEY)?.resourceVersion).to.equal('7');
    });

    it('does not put it over what is newer', () => {
      cache.changed(aTarget('9'), true);
      cache.adopt(aTarget('7'));

      expect(cache.get(KEY)?.resourceVersion).to.equal('9');
    });
  });

  it('is not sure of a name that is doubted, until somebody looked', () => {
    cache.doubt(KEY);
    expect(cache.knowledge(KEY).kind).to.equal('unknown');
    cache.notFound(KEY);
    expect(cache.knowledge(KEY).kind).to.equal('absent');
  });
});

function aTarget(resourceVersion: string, name = 'db'): ObservedTarget {
  return {
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    resourceVersion,
    labels: {},
    annotations: {},
    ownerReferences: [],
    deleting: false,
    applied: undefined,
    foreignDataKeys: [],
  };
}
