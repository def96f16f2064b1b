import type { Condition } from '#kernel';

/** What kstatus reads of a custom resource. */
export interface KstatusInput {
  readonly generation: number;
  readonly observedGeneration: number;
  readonly conditions: readonly Pick<Condition, 'type' | 'status'>[];
}

/**
 * The rules of kstatus for a custom resource that is not being deleted (sigs.k8s.io/cli-utils, pkg/kstatus): first the generation, then the two
 * conditions of abnormal polarity, then Ready. Tools such as Flux and kpt go by them.
 */
export function kstatusOf({ generation, observedGeneration, conditions }: KstatusInput): string {
  const statusOf = (type: string): string | undefined => conditions.find((one) => one.type === type)?.status;
  if (observedGeneration !== generation) return 'InProgress';
  if (statusOf('Reconciling') === 'True') return 'InProgress';
  if (statusOf('Stalled') === 'True') return 'Failed';
  const ready = statusOf('Ready');
  return ready === undefined || ready === 'True' ? 'Current' : 'InProgress';
}
