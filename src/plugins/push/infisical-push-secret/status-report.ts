import { z } from 'zod';
import {
  commonStatus,
  commonStatusAfter,
  type CommonReport,
  type CommonStatus,
  type CustomResource,
  type OperatorError,
} from '#kernel';
import { verdictsFor } from './conditions.ts';
import type { State } from './machine.ts';
import type { WriteKind } from './outcomes.ts';
import type { ManagedSecrets } from './ownership.ts';
import { MOST_MANAGED } from './status.ts';
import type { HeldPlace, Place, RecordedPlaces } from './places.ts';

/** What a pass has to say of itself. Undefined where it did not come so far: what stands in the status stays. */
export interface PassReport extends CommonReport {
  readonly state: State;
  readonly error: OperatorError | undefined;
  readonly hasToken: boolean;
  readonly failures: Partial<Readonly<Record<WriteKind, OperatorError>>> | undefined;
  readonly notReplaced: readonly string[] | undefined;
  readonly places: RecordedPlaces | undefined;
  /** Null: nothing waits any more. */
  readonly pendingApproval: string | null | undefined;
}

/** The report of a pass that has not found anything out yet. */
export const NOTHING_YET: Omit<PassReport, 'state'> = {
  error: undefined,
  hasToken: false,
  failures: undefined,
  notReplaced: undefined,
  secretsCount: undefined,
  host: undefined,
  authMethod: undefined,
  places: undefined,
  pendingApproval: undefined,
  wrote: false,
  handledRefresh: undefined,
};

const Managed = z
  .record(z.string(), z.string())
  .optional()
  .catch(undefined)
  .transform((record): ManagedSecrets => new Map(Object.entries(record ?? {})));

const PlaceRecord = z
  .object({
    host: z.string().min(1),
    projectId: z.string().min(1).optional(),
    projectSlug: z.string().min(1).optional(),
    environmentSlug: z.string().min(1),
    secretsPath: z.string().min(1),
    managedSecrets: Managed,
  })
  .transform(
    (
      { host, projectId, projectSlug, environmentSlug: environment, secretsPath: path, managedSecrets },
      context,
    ): HeldPlace => {
      const project =
        projectId === undefined ? (projectSlug === undefined ? undefined : { slug: projectSlug }) : { id: projectId };
      if (project === undefined) {
        context.addIssue('no project');
        return z.NEVER;
      }
      return { host, scope: { project, environment, path }, managed: managedSecrets };
    },
  );

/** The fields of a status of this kind that later passes read; whatever is malformed counts as absent. */
const Previous = z.object({
  managedSecrets: Managed,
  destination: PlaceRecord.optional().catch(undefined),
  formerDestinations: z.array(z.unknown()).optional().catch(undefined),
  pendingApproval: z.string().optional().catch(undefined),
});

/** A status before a pass. */
export interface PreviousStatus extends CommonStatus {
  readonly places: RecordedPlaces;
  readonly pendingApproval: string | undefined;
}

/** Reads a status of unknown make. Never throws. */
export function previousStatus(status: unknown): PreviousStatus {
  const parsed = Previous.safeParse(status);
  const fields = parsed.success ? parsed.data : Previous.parse({});
  const former = (fields.formerDestinations ?? []).flatMap((record) => {
    const place = PlaceRecord.safeParse(record);
    return place.success ? [place.data] : [];
  });
  return {
    ...commonStatus(status),
    places: { current: fields.destination, managed: fields.managedSecrets, former },
    pendingApproval: fields.pendingApproval,
  };
}

/** The whole status after a pass, for the status field manager to apply. Equal to the one before when the pass found nothing new. */
export function statusAfter(
  object: CustomResource,
  before: PreviousStatus,
  report: PassReport,
  nowMs: number,
): ReturnType<typeof commonStatusAfter> {
  const { state, error, hasToken, failures, notReplaced } = report;
  const present = new Set(before.conditions.map(({ type }) => type));
  const verdicts = verdictsFor({ state, error, hasToken, failures, notReplaced, present });
  const { current, managed, former } = report.places ?? before.places;
  const pending = report.pendingApproval === undefined ? before.pendingApproval : report.pendingApproval;
  return {
    ...commonStatusAfter(object, before, report, verdicts, nowMs),
    managedSecrets: recordOf(managed),
    destination: current && placeRecord(current),
    formerDestinations: former.length === 0 ? undefined : former.map(heldRecord),
    pendingApproval: pending ?? undefined,
  };
}

/** Undefined where there is none: an empty object, applied over one with entries, becomes null, which the API server then refuses. */
function recordOf(managed: ManagedSecrets): Readonly<Record<string, string>> | undefined {
  if (managed.size === 0) return undefined;
  const sorted = [...managed].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.slice(0, MOST_MANAGED));
}

function placeRecord({ host, scope: { project, environment, path } }: Place): Readonly<Record<string, string>> {
  return {
    host,
    ...('id' in project ? { projectId: project.id } : { projectSlug: project.slug }),
    environmentSlug: environment,
    secretsPath: path,
  };
}

function heldRecord(place: HeldPlace): Readonly<Record<string, unknown>> {
  return { ...placeRecord(place), managedSecrets: recordOf(place.managed) };
}
