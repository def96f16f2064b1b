import { z } from 'zod';
import { formatTime, mergeConditions, parseConditions, type Condition, type CustomResource } from '#kernel';
import { CONDITION_TYPES, verdictsFor, type ConditionType } from './conditions.ts';
import type { InstantUpdatesVerdict } from './instant-updates.ts';
import { mergeInventory, parseInventory } from './inventory.ts';
import type { PassReport } from './pass-report.ts';
import { behindAfter, parseBehind, withSettled, type BehindRecord } from './reload/index.ts';
import { InstantUpdatesStatus } from './status.ts';
import type { TargetRecord } from './write-result.ts';

/** The fields of a status that later passes read; whatever is malformed counts as absent. */
const Previous = z.object({
  conditions: z.unknown().optional(),
  lastSyncedAt: z.string().optional().catch(undefined),
  secretsCount: z.number().optional().catch(undefined),
  host: z.string().optional().catch(undefined),
  authMethod: z.string().optional().catch(undefined),
  managedTargets: z.array(z.unknown()).optional().catch(undefined),
  workloadsBehind: z.array(z.unknown()).optional().catch(undefined),
  instantUpdates: InstantUpdatesStatus.optional().catch(undefined),
  lastHandledRefresh: z.string().optional().catch(undefined),
});

/** A status before a pass. */
export interface PreviousStatus {
  readonly conditions: readonly Condition[];
  readonly lastSyncedAt: string | undefined;
  readonly secretsCount: number | undefined;
  readonly host: string | undefined;
  readonly authMethod: string | undefined;
  /** Undefined where the status has none; a malformed record is left out. */
  readonly managedTargets: readonly TargetRecord[] | undefined;
  /** A malformed record is left out. */
  readonly workloadsBehind: readonly BehindRecord[];
  readonly instantUpdates: InstantUpdatesStatus | undefined;
  readonly lastHandledRefresh: string | undefined;
}

/** Reads a status of unknown make. Never throws. */
export function previousStatus(status: unknown): PreviousStatus {
  const parsed = Previous.safeParse(status);
  const fields = parsed.success ? parsed.data : Previous.parse({});
  return {
    conditions: parseConditions(fields.conditions),
    lastSyncedAt: fields.lastSyncedAt,
    secretsCount: fields.secretsCount,
    host: fields.host,
    authMethod: fields.authMethod,
    managedTargets: fields.managedTargets && parseInventory(fields.managedTargets),
    workloadsBehind: parseBehind(fields.workloadsBehind),
    instantUpdates: fields.instantUpdates,
    lastHandledRefresh: fields.lastHandledRefresh,
  };
}

/**
 * The whole status after a pass, for the status field manager to apply. Equal to the one before when the pass found nothing new: clocks and counters are
 * kept out of it, and `lastSyncedAt` moves only when something was written or a forced sync was handled.
 */
export function statusAfter(
  object: CustomResource,
  before: PreviousStatus,
  report: PassReport,
  nowMs: number,
): Readonly<Record<string, unknown>> & { readonly conditions: readonly Condition[] } {
  const { generation } = object.metadata;
  const verdicts = verdictsFor({
    state: report.state,
    error: report.error,
    hasToken: report.hasToken,
    clashes: report.clashes,
    reloaded: report.reloaded,
    present: new Set(before.conditions.map(({ type }) => type)),
  });
  const moved =
    report.wrote ||
    report.handledRefresh !== undefined ||
    (report.state === 'synced' && before.lastSyncedAt === undefined);
  return {
    conditions: mergeConditions(before.conditions.filter(isOurs), verdicts, { generation, nowMs }),
    observedGeneration: generation,
    state: report.state,
    lastSyncedAt: moved ? formatTime(nowMs) : before.lastSyncedAt,
    secretsCount: report.secretsCount ?? before.secretsCount,
    host: report.host ?? before.host,
    authMethod: report.authMethod ?? before.authMethod,
    // A pass that wrote only some of the targets must not forget that the others are there.
    managedTargets:
      report.targets === undefined
        ? before.managedTargets
        : withSettled(
            mergeInventory(before.managedTargets ?? [], report.targets, report.cleared),
            before.managedTargets ?? [],
            report.reloaded,
          ),
    workloadsBehind: behindAfter(before.workloadsBehind, report.reloaded),
    instantUpdates: instantUpdatesAfter(before.instantUpdates, report.instantUpdates),
    lastHandledRefresh: report.handledRefresh ?? before.lastHandledRefresh,
  };
}

function instantUpdatesAfter(
  before: InstantUpdatesStatus | undefined,
  verdict: InstantUpdatesVerdict,
): InstantUpdatesStatus | undefined {
  if (verdict === 'unchanged') return before;
  return verdict === 'absent' ? undefined : verdict;
}

/** Conditions of other makers are not ours to apply: taking them over would freeze them. */
function isOurs({ type }: Condition): boolean {
  return CONDITION_TYPES.some((own: ConditionType) => own === type);
}
