import type { LoginMethod } from '#kernel';
import { AccessTokenAnswer } from '../answers.ts';
import type { IssuedToken } from '../token-cache/index.ts';
import type { ApiCall, ApiClient, CallInit, ClientResult, Operation } from '../transport/index.ts';

type Body = Readonly<Record<string, string>>;
type Send = (client: ApiClient, init: CallInit, body: Body) => Promise<ClientResult>;

/** The login routes. A plugin supplies the body, and the server says what is wrong with it. */
const ROUTES: Readonly<Record<LoginMethod, { readonly operation: Operation; readonly send: Send }>> = {
  universal: {
    operation: 'loginUniversal',
    send: (client, init, body) =>
      client.POST('/api/v1/auth/universal-auth/login', { ...init, body: { clientId: '', clientSecret: '', ...body } }),
  },
  kubernetes: {
    operation: 'loginKubernetes',
    send: (client, init, body) =>
      client.POST('/api/v1/auth/kubernetes-auth/login', { ...init, body: { identityId: '', jwt: '', ...body } }),
  },
  aws: {
    operation: 'loginAws',
    send: (client, init, body) =>
      client.POST('/api/v1/auth/aws-auth/login', {
        ...init,
        body: { identityId: '', iamRequestBody: '', iamRequestHeaders: '', ...body },
      }),
  },
  azure: {
    operation: 'loginAzure',
    send: (client, init, body) =>
      client.POST('/api/v1/auth/azure-auth/login', { ...init, body: { identityId: '', jwt: '', ...body } }),
  },
  gcp: {
    operation: 'loginGcp',
    send: (client, init, body) =>
      client.POST('/api/v1/auth/gcp-auth/login', { ...init, body: { identityId: '', jwt: '', ...body } }),
  },
  oidc: {
    operation: 'loginOidc',
    send: (client, init, body) =>
      client.POST('/api/v1/auth/oidc-auth/login', { ...init, body: { identityId: '', jwt: '', ...body } }),
  },
  ldap: {
    operation: 'loginLdap',
    send: (client, init, body) =>
      client.POST('/api/v1/auth/ldap-auth/login', {
        ...init,
        body: { identityId: '', username: '', password: '', ...body },
      }),
  },
  jwt: {
    operation: 'loginJwt',
    send: (client, init, body) =>
      client.POST('/api/v1/auth/jwt-auth/login', { ...init, body: { identityId: '', jwt: '', ...body } }),
  },
};

/** Every way to log in by a call. */
export function loginMethods(): readonly string[] {
  return Object.keys(ROUTES);
}

/** Fields of login bodies that are names. All others are credentials. */
const NAMES = new Set(['clientId', 'identityId', 'username', 'iamHttpRequestMethod', 'organizationSlug']);

/** The login call of `method` with `body`. It carries no token, and no text of the body's credentials reaches a message. */
export function loginCall(method: LoginMethod, body: Body): ApiCall<IssuedToken> {
  const { operation, send } = ROUTES[method];
  return {
    operation,
    kind: 'login',
    what: `log in (${method})`,
    confidential: Object.entries(body).flatMap(([field, value]) => (NAMES.has(field) ? [] : [value])),
    send: (client, init) => send(client, init, body),
    parse: (answer) => {
      const { accessToken, expiresIn } = AccessTokenAnswer.parse(answer);
      return { value: accessToken, expiresInSeconds: expiresIn };
    },
  };
}
