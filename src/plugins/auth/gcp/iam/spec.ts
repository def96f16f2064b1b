import { z } from 'zod';
import { identityId } from '#kernel';

/** `spec.authentication.gcpIamAuth`: the identity, and the key that signs for it. */
export const GcpIamAuthSpec = z
  .object({
    identityId: identityId(),
    serviceAccountKeyFilePath: z
      .string()
      .max(4096)
      .describe(
        'Path, in the container of the operator, of the key file of a Google Cloud service account; left out: the ' +
          'ambient credentials.',
      )
      .transform((text) => (text === '' ? undefined : text))
      .optional(),
  })
  .describe('Login of a machine identity with a JWT signed by a Google Cloud service account.');

/** The parsed fragment. */
export type GcpIamAuthSpec = z.output<typeof GcpIamAuthSpec>;
