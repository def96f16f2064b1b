import { z } from 'zod';
import { objectName, objectNamespace } from '#kernel';

/**
 * `spec.authentication.serviceToken`: where the service token is. `spec.tokenSecretReference`, the oldest form, is read as
 * this one.
 */
export const ServiceTokenSpec = z
  .object({
    serviceTokenSecretReference: z
      .object({
        secretName: objectName('a Secret', 'Name of the Secret with the key `infisicalToken`.'),
        secretNamespace: objectNamespace('Secret'),
      })
      .describe('The Secret that holds the service token.'),
  })
  .describe('Deprecated by Infisical, still served: a service token, which is bound to one project.');

/** The parsed fragment. */
export type ServiceTokenSpec = z.output<typeof ServiceTokenSpec>;
