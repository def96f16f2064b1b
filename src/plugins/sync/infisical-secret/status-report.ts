import { z } from 'zod';
import { commonStatus, commonStatusAfter, type CommonStatus, type CustomResource } from '#kernel';
import { verdictsFor } from './conditions.ts';
import type { InstantUpdatesVerdict } from './instant-updates.ts';
import { mergeInventory, parseInventory } from './inventory.ts';
import type { PassReport } from './pass-report.ts';
import { behindAfter, parseBehind, withSettled, type BehindRecord } from './reload/index.ts';
import { InstantUpdatesStatus } from './status.ts';
import type { TargetRecord } from './write-result.ts';

/** The fields of a status of this kind that later passes read; whatever is malformed counts as absent. */
const Previous = z.object({
  managedTargets: z.array(z.unknown()).optional().catch(undefined),
  workloadsBehind: z.array(z.unknown()).optional().catch(undefined),
  instantUpdates: InstantUpdatesStatus.optional().catch(undefined),
});

/** A status before a pass. */
export interface PreviousStatus extends CommonStatus {
  /** Undefined where the status has none; a malformed record is left out. */
  readonly managedTargets: readonly TargetRecord[] | undefined;
  /** A malformed record is left out. */
  readonly workloadsBehind: readonly BehindRecord[];
  readonly instantUpdates: InstantUpdatesStatus | undefined;
}

/** Reads a status of unknown make. Never throws. */
export function previousStatus(status: unknown): PreviousStatus {
  const parsed = Previous.safeParse(status);
  const fields = parsed.success ? parsed.data : Previous.parse({});
  return {
    ...commonStatus(status),
    managedTargets: fields.managedTargets && parseInventory(fields.managedTargets),
    workloadsBehind: parseBehind(fields.workloadsBehind),
    instantUpdates: fields.instantUpdates,
  };
}

/** The whole status after a pass, for the status field manager to apply. Equal to the one before when the pass found nothing new. */
export function statusAfter(
  object: CustomResource,
  before: PreviousStatus,
  report: PassReport,
  nowMs: number,
): ReturnType<typeof commonStatusAfter> {
  const { state, error, hasToken, clashes, reloaded } = report;
  const present = new Set(before.conditions.map(({ type }) => type));
  const verdicts = verdictsFor({ state, error, hasToken, clashes, reloaded, present });
  const targets = before.managedTargets ?? [];
  return {
    ...commonStatusAfter(object, before, report, verdicts, nowMs),
    // A pass that wrote only some of the targets must not forget that the others are there.
    managedTargets:
      report.targets === undefined
        ? before.managedTargets
        : withSettled(mergeInventory(targets, report.targets, report.cleared), targets, reloaded),
    workloadsBehind: behindAfter(before.workloadsBehind, reloaded),
    instantUpdates: instantUpdatesAfter(before.instantUpdates, report.instantUpdates),
  };
}

function instantUpdatesAfter(
  before: InstantUpdatesStatus | undefined,
  verdict: InstantUpdatesVerdict,
): InstantUpdatesStatus | undefined {
  if (verdict === 'unchanged') return before;
  return verdict === 'absent' ? undefined : verdict;
}
