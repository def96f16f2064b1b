import { z } from 'zod';
import { identityId } from '#kernel';

/** `spec.authentication.gcpIdTokenAuth`: the identity. The id token comes from the metadata server. */
export const GcpIdTokenAuthSpec = z
  .object({ identityId: identityId() })
  .describe('Login of a machine identity with an id token of the Google Cloud metadata server.');

/** The parsed fragment. */
export type GcpIdTokenAuthSpec = z.output<typeof GcpIdTokenAuthSpec>;
