import type { OperatorError } from '#kernel';
import type { Comparison, TargetStep } from '../../../../src/plugins/sync/infisical-secret/plan.ts';
import type { ReloadResult } from '../../../../src/plugins/sync/infisical-secret/reload/index.ts';
import type { WriteResult } from '../../../../src/plugins/sync/infisical-secret/write-result.ts';
import { aDesiredTarget } from './a-target.ts';

/** A target that is as desired already. */
export const KEEP: TargetStep = {
  kind: 'keep',
  target: aDesiredTarget(),
  targetKind: 'Secret',
  field: 'spec.managedSecretReference',
  creationPolicy: 'Orphan',
  heldHash: undefined,
  uid: 'uid-of-the-target',
};

/** A target that is not there yet. */
export const CREATE: TargetStep = {
  kind: 'create',
  target: aDesiredTarget(),
  targetKind: 'Secret',
  field: 'spec.managedSecretReference',
  creationPolicy: 'Orphan',
  heldHash: undefined,
};

/** A target that differs. */
export const UPDATE: TargetStep = {
  kind: 'update',
  target: aDesiredTarget(),
  targetKind: 'Secret',
  field: 'spec.managedSecretReference',
  creationPolicy: 'Orphan',
  heldHash: undefined,
  removeDataKeys: [],
};

/** A comparison with these steps. */
export function aComparison(steps: readonly TargetStep[], error?: OperatorError): Comparison {
  return { snapshot: { secrets: [], clashes: [], readAtMs: 0 }, steps, dropped: [], finalizer: 'keep', error };
}

/** What came of writing. */
export function aWriteResult(error?: OperatorError): WriteResult {
  return {
    records: [
      { kind: 'Secret', namespace: 'shop', name: 'db-secrets', uid: 'uid-of-the-target', creationPolicy: 'Orphan' },
    ],
    cleared: [],
    wrote: true,
    error,
  };
}

/** Nobody asked to be restarted. */
export const NOTHING_RELOADED: ReloadResult = {
  settledFor: new Map(),
  behind: [],
  asked: 0,
  waiting: [],
  nextDueMs: undefined,
  failed: [],
  stripped: [],
};
