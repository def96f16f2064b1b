import { z } from 'zod';
import type { CustomResource } from '../contracts/index.ts';
import { formatTime, mergeConditions, parseConditions, type Condition, type ConditionVerdict } from './condition.ts';

/** The part of a status that is the same for all kinds, as it stood before a pass. */
export interface CommonStatus {
  readonly conditions: readonly Condition[];
  readonly lastSyncedAt: string | undefined;
  readonly secretsCount: number | undefined;
  readonly host: string | undefined;
  readonly authMethod: string | undefined;
  readonly lastHandledRefresh: string | undefined;
}

/** What a pass has to say for that part. Undefined where it did not come so far: what stands there stays. */
export interface CommonReport {
  readonly state: string;
  readonly secretsCount: number | undefined;
  readonly host: string | undefined;
  readonly authMethod: string | undefined;
  readonly wrote: boolean;
  /** Value of the force-sync annotation that this pass handled. */
  readonly handledRefresh: string | undefined;
}

/** Whatever is malformed counts as absent. */
const Common = z.object({
  conditions: z.unknown().transform(parseConditions),
  lastSyncedAt: z.string().optional().catch(undefined),
  secretsCount: z.number().optional().catch(undefined),
  host: z.string().optional().catch(undefined),
  authMethod: z.string().optional().catch(undefined),
  lastHandledRefresh: z.string().optional().catch(undefined),
});

/** Reads that part of a status of unknown make. Never throws. */
export function commonStatus(status: unknown): CommonStatus {
  const { data } = Common.safeParse(status);
  const { conditions = [], lastSyncedAt, secretsCount, host, authMethod, lastHandledRefresh } = data ?? {};
  return { conditions, lastSyncedAt, secretsCount, host, authMethod, lastHandledRefresh };
}

/**
 * That part after a pass. Equal to the one before when the pass found nothing new: clocks and counters are kept out of it, and `lastSyncedAt` moves only when
 * something was written or a forced sync was handled. Conditions of other makers are left to them: applying them would take them over.
 */
export function commonStatusAfter(
  { metadata: { generation } }: CustomResource,
  before: CommonStatus,
  report: CommonReport,
  verdicts: Readonly<Record<string, ConditionVerdict>>,
  nowMs: number,
): Readonly<Record<string, unknown>> & { readonly conditions: readonly Condition[] } {
  const own = before.conditions.filter(({ type }) => type in verdicts);
  const moved =
    report.wrote ||
    report.handledRefresh !== undefined ||
    (report.state === 'synced' && before.lastSyncedAt === undefined);
  return {
    conditions: mergeConditions(own, verdicts, { generation, nowMs }),
    observedGeneration: generation,
    state: report.state,
    lastSyncedAt: moved ? formatTime(nowMs) : before.lastSyncedAt,
    secretsCount: report.secretsCount ?? before.secretsCount,
    host: report.host ?? before.host,
    authMethod: report.authMethod ?? before.authMethod,
    lastHandledRefresh: report.handledRefresh ?? before.lastHandledRefresh,
  };
}
