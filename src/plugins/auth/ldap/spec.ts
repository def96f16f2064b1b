import { z } from 'zod';
import { identityId, objectName, objectNamespace } from '#kernel';

/** `spec.authentication.ldapAuth`: the identity, and where its directory user and password are. */
export const LdapAuthSpec = z
  .object({
    identityId: identityId(),
    credentialsRef: z
      .object({
        secretName: objectName('a Secret', 'Name of the Secret with the keys `username` and `password`.'),
        secretNamespace: objectNamespace('Secret'),
      })
      .describe('The Secret that holds the credentials.'),
  })
  .describe('Login of a machine identity with the user name and password of an LDAP directory.');

/** The parsed fragment. */
export type LdapAuthSpec = z.output<typeof LdapAuthSpec>;
