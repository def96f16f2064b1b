import type { OperatorError, ResourceIdentity } from '#kernel';
import type {
  Comparison,
  PushResult,
  Withdrawal,
} from '../../../../src/plugins/push/infisical-push-secret/outcomes.ts';
import type { HeldPlace, Place } from '../../../../src/plugins/push/infisical-push-secret/places.ts';
import type { Work } from '../../../../src/plugins/push/infisical-push-secret/work.ts';
import { SESSION } from '../../../builders/a-session.ts';

/** The resource that the tests of one pass are about. */
export const IDENTITY: ResourceIdentity = {
  type: {
    group: 'secrets.infisical.com',
    version: 'v1alpha1',
    kind: 'InfisicalPushSecret',
    plural: 'infisicalpushsecrets',
  },
  namespace: 'shop',
  name: 'db',
  uid: 'uid-1',
};

/** `/push` of `dev` on the usual server. */
export function aPlace(parts: Partial<Place['scope']> = {}, host = SESSION.host): Place {
  return { host, scope: { project: { slug: 'shop' }, environment: 'dev', path: '/push', ...parts } };
}

/** The same place, with what was made there: id to key. */
export function aHeldPlace(place: Place, managed: Readonly<Record<string, string>> = {}): HeldPlace {
  return { ...place, managed: new Map(Object.entries(managed)) };
}

/** A comparison that finds nothing to do. */
export function aComparison(parts: Partial<Comparison> = {}): Comparison {
  return {
    places: { current: aHeldPlace(aPlace()), former: [], recorded: true },
    steps: [],
    folderExists: true,
    finalizer: 'keep',
    request: 'request-1',
    error: undefined,
    upToDate: true,
    ...parts,
  };
}

/** Writes that succeeded, unless there is an error. */
export function aPushResult(error?: OperatorError): PushResult {
  const failures = error === undefined ? {} : { create: error };
  return { managed: new Map(), wrote: error === undefined, failures, pendingApproval: undefined, error };
}

/** A withdrawal that left nothing, unless there is an error. */
export function aWithdrawal(error?: OperatorError): Withdrawal {
  const left = error === undefined ? [] : [aHeldPlace(aPlace({ path: '/old' }))];
  return { left, wrote: error === undefined, pendingApproval: undefined, error };
}

/** What a pass over the resource of these tests has to do with. */
export function aWork(parts: Partial<Work> & { readonly deleting?: boolean } = {}): Work {
  const { deleting = false, ...rest } = parts;
  const { namespace, name, uid } = IDENTITY;
  return {
    object: {
      metadata: {
        ...{ namespace, name, uid, resourceVersion: '1', generation: 1 },
        ...{ labels: {}, annotations: {}, finalizers: [], deleting },
      },
      spec: {},
      status: undefined,
    },
    identity: IDENTITY,
    access: {
      readSecret: () => Promise.reject(new Error('nothing is read here')),
      readSource: () => Promise.reject(new Error('nothing is read here')),
      logIn: () => Promise.reject(new Error('nobody logs in here')),
      target: () => {
        throw new Error('there is no target here');
      },
    },
    spec: () => {
      throw new Error('the spec is not needed here');
    },
    intervalMs: 60_000,
    recorded: { current: undefined, managed: new Map(), former: [] },
    pendingApproval: undefined,
    force: undefined,
    record: () => Promise.resolve(),
    ...rest,
  };
}
