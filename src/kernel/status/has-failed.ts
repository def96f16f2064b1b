import type { CustomResource } from '../contracts/index.ts';
import type { Condition } from './condition.ts';

/** Whether the conditions tell already that this version of the object could not be brought about: that it is tried again was to be expected. */
export function hasFailed(conditions: readonly Condition[], { metadata }: CustomResource): boolean {
  return conditions.some(
    ({ type, status, observedGeneration }) =>
      type === 'Ready' && status === 'False' && observedGeneration === metadata.generation,
  );
}
