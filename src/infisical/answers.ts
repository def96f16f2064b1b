import { z } from 'zod';

/**
 * What is read of good answers. Fields that are not named here are dropped: servers of all years send more. Where the types of
 * the document promise, these check.
 */

/** The answer to every login. */
export const AccessTokenAnswer = z.object({
  accessToken: z.string().min(1),
  /** Seconds; 0 means that it never expires. */
  expiresIn: z.number().nonnegative(),
});

const SecretAnswer = z.object({
  id: z.string().nullish(),
  secretKey: z.string().min(1),
  secretValue: z.string(),
  secretPath: z.string().nullish(),
  /** Set by 26 when the value is a placeholder. */
  secretValueHidden: z.boolean().nullish(),
  tags: z.array(z.object({ slug: z.string() })).nullish(),
});
export type SecretAnswer = z.infer<typeof SecretAnswer>;

/** A list of secrets, of either version. */
export const SecretListAnswer = z.object({
  secrets: z.array(SecretAnswer),
  imports: z
    .array(z.object({ secretPath: z.string(), environment: z.string().nullish(), secrets: z.array(SecretAnswer) }))
    .nullish(),
});
export type SecretListAnswer = z.infer<typeof SecretListAnswer>;

/** One secret, of either version. */
export const SecretEnvelopeAnswer = z.object({ secret: SecretAnswer });

const DestinationSecret = z.object({
  id: z.string().min(1),
  secretKey: z.string().min(1),
  secretValue: z.string(),
  secretComment: z.string().nullish(),
  secretMetadata: z.array(z.object({ key: z.string(), value: z.string() })).nullish(),
  secretValueHidden: z.boolean().nullish(),
});
export type DestinationSecretAnswer = z.infer<typeof DestinationSecret>;

/** A list of the secrets of one folder, with all that a writer needs to know of them. */
export const DestinationAnswer = z.object({ secrets: z.array(DestinationSecret) });

/** The answer to a write of several secrets; one that waits for an approval has changed nothing. */
export const WrittenAnswer = z.union([
  z.object({ approval: z.looseObject({}) }),
  z.object({ secrets: z.array(z.object({ id: z.string().min(1), secretKey: z.string().min(1) })) }),
]);
export type WrittenAnswer = z.infer<typeof WrittenAnswer>;

/** A project as the look-ups by slug give it. */
export const ProjectAnswer = z.object({
  id: z.string().min(1),
  slug: z.string().min(1),
  environments: z.array(z.object({ slug: z.string() })),
});
export type ProjectAnswer = z.infer<typeof ProjectAnswer>;

/** A project as the look-up by id gives it: in `workspace` on 24, in `project` on 26. */
export const WorkspaceEnvelopeAnswer = z.object({ workspace: ProjectAnswer });

/** One level of folders. */
export const FolderListAnswer = z.object({ folders: z.array(z.object({ name: z.string() })) });

/** What a service token may do. */
export const ServiceTokenAnswer = z.object({
  workspace: z.string().min(1),
  scopes: z.array(z.object({ environment: z.string(), secretPath: z.string() })),
});
export type ServiceTokenAnswer = z.infer<typeof ServiceTokenAnswer>;
