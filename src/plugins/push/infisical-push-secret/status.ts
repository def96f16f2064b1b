import { z } from 'zod';
import { dateTime, statusFields } from '#kernel';

/** Most secrets on record for one place. Of more, which only those can be that no source has any longer, the marks in Infisical tell. */
export const MOST_MANAGED = 4_000;

const managedSecrets = z
  .record(z.string(), z.string().max(1024))
  .refine((secrets) => Object.keys(secrets).length <= MOST_MANAGED, `must have at most ${MOST_MANAGED} entries`)
  .meta({ maxProperties: MOST_MANAGED });

const place = {
  host: z.string().max(2048).describe('The server.'),
  projectId: z.string().max(253).describe('Id of the project, where the spec names it so.').optional(),
  projectSlug: z.string().max(253).describe('Slug of the project, where the spec names it so.').optional(),
  environmentSlug: z.string().max(253).describe('Slug of the environment.'),
  secretsPath: z.string().max(2048).describe('Path of the folder.'),
};

/** `status` of an InfisicalPushSecret. Written by the operator alone, by server-side apply. */
export const InfisicalPushSecretStatus = z
  .object({
    ...statusFields,
    state: z.string().max(63).describe('Where the last pass came to rest: synced, retrying or error.').optional(),
    lastSyncedAt: dateTime
      .describe('When Infisical was last written to, or a forced sync handled. Stands still while nothing changes.')
      .optional(),
    secretsCount: z.int().min(0).describe('Keys that are pushed.').optional(),
    managedSecrets: managedSecrets
      .describe('Secrets in the destination that the resource has made: their ids in Infisical, with their keys.')
      .optional(),
    destination: z.object(place).describe('The place that `managedSecrets` is about.').optional(),
    formerDestinations: z
      .array(
        z
          .object({ ...place, managedSecrets: managedSecrets.describe('What the resource has made there.').optional() })
          .describe('One place.'),
      )
      .max(64)
      .describe('Places that were left, and where something that the resource has made is still to be deleted.')
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .optional(),
    pendingApproval: z
      .string()
      .max(128)
      .describe('Tells the writes that wait for an approval in Infisical, so that they are asked for only once.')
      .optional(),
  })
  .describe('What the operator found and did.');
