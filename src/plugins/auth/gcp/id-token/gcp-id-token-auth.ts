import {
  PLATFORM,
  cloudUnavailable,
  service,
  type AuthMethod,
  type AuthRequest,
  type LoginMaterial,
  type Platform,
} from '#kernel';
import { JSON_WEB_TOKEN } from '../json-web-token.ts';
import { accountEntry } from '../metadata-server.ts';
import type { GcpIdTokenAuthSpec } from './spec.ts';

/** Login material from an id token of the metadata server, made for this identity and no other audience. */
@service(PLATFORM)
export class GcpIdTokenAuth implements AuthMethod<GcpIdTokenAuthSpec> {
  constructor(private readonly platform: Platform) {}

  prepare({ spec: { identityId } }: AuthRequest<GcpIdTokenAuthSpec>): Promise<LoginMaterial> {
    return Promise.resolve({
      kind: 'login',
      method: 'gcp',
      // The operator is one and the same for Google as long as it runs.
      identity: JSON.stringify(['id token', identityId]),
      body: async (signal) => ({ identityId, jwt: await this.idToken(identityId, signal) }),
    });
  }

  private async idToken(audience: string, signal: AbortSignal): Promise<string> {
    // With `full` the token tells project and zone of an instance; without, Infisical does not check its limits of these.
    const query = new URLSearchParams({ audience, format: 'full' });
    const { call, text } = await accountEntry(this.platform, 'get an id token', `identity?${query.toString()}`, signal);
    if (JSON_WEB_TOKEN.test(text)) return text;
    throw cloudUnavailable(call, 'the answer is no token');
  }
}
