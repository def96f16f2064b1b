import { expect } from 'chai';
import { terminal } from '#kernel';
import { reloadVerdict, type ReloadResult } from '../../../../../src/plugins/sync/infisical-secret/reload/index.ts';
import { NOTHING_RELOADED } from '../a-comparison.ts';

const DENIED = terminal('KubernetesForbidden', 'The API server does not allow it.', { hint: 'Grant the right.' });

describe('reloadVerdict', () => {
  const cases: readonly { readonly result: Partial<ReloadResult>; readonly says: string }[] = [
    { result: {}, says: 'Unknown NothingToReload: No workload asked to be restarted.' },
    { result: { asked: 1 }, says: 'True OK: The workload that asked runs with the present secrets.' },
    { result: { asked: 3 }, says: 'True OK: All 3 workloads that asked run with the present secrets.' },
    {
      result: { asked: 3, waiting: ['Deployment shop/web'] },
      says: 'Unknown RestartPending: 1 of 3 workloads will be restarted when the debounce time ends: Deployment shop/web.',
    },
    {
      result: { asked: 1, failed: [{ workload: 'Deployment shop/web', error: DENIED }], waiting: ['x'] },
      says: 'False Error: 1 of 1 workload could not be restarted. Deployment shop/web: The API server does not allow it. Grant the right.',
    },
    {
      result: { asked: 9, waiting: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
      says: 'Unknown RestartPending: 7 of 9 workloads will be restarted when the debounce time ends: a, b, c, d, e, and 2 more.',
    },
    {
      result: { asked: 1, stripped: ['Deployment shop/web'] },
      says: 'True OK: The workload that asked runs with the present secrets. Another controller took away the mark of the last restart from Deployment shop/web; that restarts nothing.',
    },
  ];
  for (const { result, says } of cases) {
    it(says, () => {
      const verdict = reloadVerdict({ ...NOTHING_RELOADED, ...result });
      expect(verdict.kind === 'set' && `${verdict.status} ${verdict.reason}: ${verdict.message}`).to.equal(says);
    });
  }
});
