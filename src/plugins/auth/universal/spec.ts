import { z } from 'zod';
import { objectName, objectNamespace } from '#kernel';

/** `spec.authentication.universalAuth`: where the client id and the client secret of a machine identity are. */
export const UniversalAuthSpec = z
  .object({
    credentialsRef: z
      .object({
        secretName: objectName('a Secret', 'Name of the Secret with the keys `clientId` and `clientSecret`.'),
        secretNamespace: objectNamespace('Secret'),
      })
      .describe('The Secret that holds the credentials.'),
  })
  .describe('Login of a machine identity with a client id and a client secret.');

/** The parsed fragment. */
export type UniversalAuthSpec = z.output<typeof UniversalAuthSpec>;
