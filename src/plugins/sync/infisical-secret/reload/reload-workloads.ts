import { formatReference, formatWorkload, type Workloads } from '#kernel';
import { planReload, type BehindRecord, type ReloadTarget } from './plan-reload.ts';
import type { ReloadResult } from './reload-result.ts';
import type { Rollouts } from './rollouts.ts';

/** What restarting workloads takes. */
export interface ReloadServices {
  readonly workloads: Workloads;
  readonly rollouts: Rollouts;
}

/** Restarts the workloads that run with older data than these targets hold; `noted`: what earlier passes left behind. Rejects only when aborted. */
export async function reloadWorkloads(
  { workloads, rollouts }: ReloadServices,
  targets: readonly ReloadTarget[],
  noted: readonly BehindRecord[],
  signal: AbortSignal,
): Promise<ReloadResult> {
  const { asked, stale } = planReload(targets, noted, (reference) => workloads.using(reference));
  const restarts = await rollouts.bring(stale, signal);
  const waiting = restarts.flatMap((restart) => (restart.kind === 'waiting' ? [restart] : []));
  const failed = restarts.flatMap((restart) => (restart.kind === 'failed' ? [restart] : []));
  return {
    settledFor: new Map(targets.map(({ reference, hash }) => [formatReference(reference), hash])),
    behind: [...waiting, ...failed].flatMap(({ stale: { behind } }) => behind),
    asked: asked.length,
    waiting: waiting.map(({ stale: { workload } }) => formatWorkload(workload)).sort(),
    nextDueMs: waiting.length === 0 ? undefined : Math.min(...waiting.map(({ forMs }) => forMs)),
    failed: failed
      .map(({ stale: { workload }, error }) => ({ workload: formatWorkload(workload), error }))
      .sort((a, b) => (a.workload < b.workload ? -1 : 1)),
    stripped: asked
      .flatMap((workload) => workloads.current(workload) ?? [])
      .filter((workload) => rollouts.isStripped(workload))
      .map(formatWorkload)
      .sort(),
  };
}
