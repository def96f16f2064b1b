import { z } from 'zod';

/** `spec.authentication.gcpIdTokenAuth`: the identity. The id token comes from the metadata server. */
export const GcpIdTokenAuthSpec = z
  .object({ identityId: z.string().max(253).describe('Id of the machine identity in Infisical.') })
  .describe('Login of a machine identity with an id token of the Google Cloud metadata server.');

/** The parsed fragment. */
export type GcpIdTokenAuthSpec = z.output<typeof GcpIdTokenAuthSpec>;
