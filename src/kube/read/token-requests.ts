import { z } from 'zod';
import { formatKey, terminal, type TokenRequest } from '#kernel';
import { CORE_TYPES, MEDIA, unavailable, unexpected, type KubeClient, type KubeRequest } from '../client/index.ts';

const issued = z.object({ status: z.object({ token: z.string().min(1) }) });

/** Mints ServiceAccount tokens by the TokenRequest API. */
export class TokenRequests {
  constructor(private readonly client: KubeClient) {}

  /** As `ServiceAccountTokens.request`. */
  async request(wanted: TokenRequest, signal: AbortSignal): Promise<string> {
    const { namespace, name, audiences, expirationSeconds } = wanted;
    const request: KubeRequest = {
      verb: 'create',
      target: { type: CORE_TYPES.ServiceAccount, namespace, name, subresource: 'token' },
      body: {
        contentType: MEDIA.json,
        value: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: { ...(audiences.length === 0 ? {} : { audiences }), expirationSeconds },
        },
      },
    };
    const answer = await this.client.request(request, signal);
    if (answer.kind === 'not-found' || answer.kind === 'no-namespace') {
      throw terminal('CredentialsNotFound', `ServiceAccount ${formatKey(wanted)} does not exist.`);
    }
    if (answer.kind === 'invalid') {
      throw terminal('InvalidSpec', `No token for ServiceAccount ${formatKey(wanted)}: ${answer.message}.`);
    }
    if (answer.kind !== 'ok') throw unexpected(request, answer);
    const parsed = issued.safeParse(answer.body);
    if (!parsed.success) throw unavailable(request, 'answered without a token');
    return parsed.data.status.token;
  }
}
