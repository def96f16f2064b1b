import type { ObjectReference, Workload } from '#kernel';

/** The target that the workloads of the tests use. */
export const TARGET: ObjectReference = { kind: 'Secret', namespace: 'shop', name: 'db' };

/** A Deployment that asked, and uses `TARGET`. */
export function aDeployment(over: Partial<Workload> = {}): Workload {
  const name = over.name ?? 'web';
  return {
    kind: 'Deployment',
    namespace: 'shop',
    name,
    uid: `uid-of-${name}`,
    uses: [TARGET],
    debounce: '0s',
    restartedFor: {},
    ...over,
  };
}
