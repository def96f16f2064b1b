import { z } from 'zod';
import { dateTime, statusFields } from '#kernel';

const ManagedTarget = z
  .object({
    kind: z.enum(['Secret', 'ConfigMap']).describe('Kind of the object.'),
    namespace: z.string().max(63).describe('Namespace of the object.'),
    name: z.string().max(253).describe('Name of the object.'),
    uid: z.string().max(128).describe('Its uid when it was last written, so that a namesake is never deleted.'),
    creationPolicy: z
      .enum(['Owner', 'Orphan'])
      .describe('Whether it goes with the resource, as it was when it was last written.')
      .optional(),
    workloadsRunWith: z
      .string()
      .max(64)
      .describe(
        'Hash of the data that the workloads which asked to be restarted run with, but for those of `workloadsBehind`.',
      )
      .optional(),
  })
  .describe('One object that the resource wrote.');

const WorkloadBehind = z
  .object({
    kind: z.string().max(63).describe('Kind of the workload.'),
    namespace: z.string().max(63).describe('Namespace of the workload, and of the target.'),
    name: z.string().max(253).describe('Name of the workload.'),
    uid: z.string().max(128).describe('Its uid.'),
    targetKind: z.enum(['Secret', 'ConfigMap']).describe('Kind of the target that it runs with older data of.'),
    targetName: z.string().max(253).describe('Name of that target.'),
    runsWith: z.string().max(64).describe('Hash of the data that it runs with.'),
  })
  .describe('One workload that asked to be restarted, and has not been yet.');

/** `status.instantUpdates`. */
export const InstantUpdatesStatus = z.object({
  mode: z
    .enum(['Events', 'Polling'])
    .describe('How changes in Infisical become known: told at once, or found by looking.'),
  reason: z.string().max(1024).describe('Why they are only found by looking, as one word of a closed list.').optional(),
  message: z.string().max(32_768).describe('Why, for people, and what to do about it.').optional(),
});

/** How instant updates stand. */
export type InstantUpdatesStatus = z.output<typeof InstantUpdatesStatus>;

/** `status` of an InfisicalSecret. Written by the operator alone, by server-side apply. */
export const InfisicalSecretStatus = z
  .object({
    ...statusFields,
    state: z.string().max(63).describe('Where the last pass came to rest: synced, retrying or error.').optional(),
    lastSyncedAt: dateTime
      .describe('When a target was last written, or a forced sync handled. Stands still while nothing changes.')
      .optional(),
    secretsCount: z.int().min(0).describe('Secrets that the last read of Infisical gave.').optional(),
    managedTargets: z
      .array(ManagedTarget)
      .max(512)
      .describe('Every object that the resource wrote and still answers for.')
      .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['kind', 'namespace', 'name'] })
      .optional(),
    workloadsBehind: z
      .array(WorkloadBehind)
      .max(512)
      .describe('Workloads that run with older data than a target holds: they wait, or could not be restarted.')
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .optional(),
    instantUpdates: InstantUpdatesStatus.describe(
      'How instant updates stand, where the spec asks for them; events are tried again by themselves.',
    ).optional(),
  })
  .describe('What the operator found and did.');

/** The parsed status. */
export type InfisicalSecretStatus = z.output<typeof InfisicalSecretStatus>;
