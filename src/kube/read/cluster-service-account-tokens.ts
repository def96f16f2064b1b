import type { ObjectKey, ServiceAccountTokens, TokenRequest } from '#kernel';
import type { KubeClient } from '../client/index.ts';
import type { MetadataInformer } from '../informer/index.ts';
import { StoredTokens } from './stored-tokens.ts';
import { TokenRequests } from './token-requests.ts';

/** Tokens of ServiceAccounts, minted or out of Secrets. */
export class ClusterServiceAccountTokens implements ServiceAccountTokens {
  private readonly requests: TokenRequests;
  private readonly secrets: StoredTokens;

  constructor(client: KubeClient, secrets: MetadataInformer, accounts: MetadataInformer) {
    this.requests = new TokenRequests(client);
    this.secrets = new StoredTokens(client, secrets, accounts);
  }

  request(request: TokenRequest, signal: AbortSignal): Promise<string> {
    return this.requests.request(request, signal);
  }

  stored(account: ObjectKey, signal: AbortSignal): Promise<string | undefined> {
    return this.secrets.find(account, signal);
  }
}
