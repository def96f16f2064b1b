import { expect } from 'chai';
import { verdictsFor } from '../../../../src/plugins/sync/infisical-secret/conditions.ts';
import { NOTHING_RELOADED } from './a-comparison.ts';

/** What `ReadyToSyncSecrets` says of a synced resource of which so many keys are in several folders. */
function said(count: number): string {
  const verdict = verdictsFor({
    state: 'synced',
    error: undefined,
    hasToken: true,
    reloaded: NOTHING_RELOADED,
    clashes: Array.from({ length: count }, (_, index) => ({ key: `K${index}`, path: '/db' })),
    present: new Set(),
  })['secrets.infisical.com/ReadyToSyncSecrets'];
  return verdict.kind === 'set' ? verdict.message : verdict.kind;
}

describe('keys in several folders', () => {
  const written = 'The secrets were read and every target holds them.';
  const cases: readonly (readonly [number, string])[] = [
    [0, written],
    [1, `${written} In several folders are "K0" of /db: these count, as the nearest.`],
    [
      12,
      `${written} In several folders are "K0" of /db, "K1" of /db, "K2" of /db, "K3" of /db, "K4" of /db, "K5" of /db, "K6" of /db, "K7" of /db, "K8" of /db, "K9" of /db and 2 more: these count, as the nearest.`,
    ],
  ];
  for (const [count, message] of cases) {
    it(`${count} of them`, () => {
      expect(said(count)).to.equal(message);
    });
  }
});
