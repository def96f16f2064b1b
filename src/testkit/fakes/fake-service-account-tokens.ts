import { formatKey, terminal, type ServiceAccountTokens, type TokenRequest } from '#kernel';

/** Mints tokens that say what they were asked for: `token-1 for shop/app`. Keeps the requests. */
export class FakeServiceAccountTokens implements ServiceAccountTokens {
  readonly requests: TokenRequest[] = [];

  /** `known`: `namespace/name` of the ServiceAccounts that exist. */
  constructor(private readonly known: readonly string[] = []) {}

  request(request: TokenRequest, signal: AbortSignal): Promise<string> {
    if (signal.aborted) return Promise.reject(new DOMException('aborted', 'AbortError'));
    if (!this.known.includes(formatKey(request))) {
      return Promise.reject(terminal('CredentialsNotFound', `ServiceAccount ${formatKey(request)} does not exist.`));
    }
    this.requests.push(request);
    return Promise.resolve(`token-${this.requests.length} for ${formatKey(request)}`);
  }
}
