import { AUTH_METHOD, contribute, definePlugin } from '#kernel';
import { LdapAuth, credentialsKey } from './ldap-auth.ts';
import { LdapAuthSpec } from './spec.ts';

/** LDAP auth of Infisical. */
export const plugin = definePlugin({
  id: 'auth.ldap',
  contract: 1,
  summary: 'Machine identity login with the user name and password of an LDAP directory.',
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'ldapAuth',
      spec: LdapAuthSpec,
      scope: 'project',
      use: LdapAuth,
      identity: 'resource',
      watches: ['Secret'],
      references: (spec: LdapAuthSpec, resource) => [
        { kind: 'Secret', field: 'credentialsRef', ...credentialsKey(spec, resource) },
      ],
    }),
  ],
});
