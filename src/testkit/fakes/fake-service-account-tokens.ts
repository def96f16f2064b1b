import { formatKey, terminal, type ObjectKey, type ServiceAccountTokens, type TokenRequest } from '#kernel';

/** Mints tokens that say what they were asked for: `token-1 for shop/app`. Keeps what it was asked. */
export class FakeServiceAccountTokens implements ServiceAccountTokens {
  readonly requests: TokenRequest[] = [];
  /** `namespace/name` of each ServiceAccount whose stored token was asked for, in order. */
  readonly looked: string[] = [];

  /** `known`: `namespace/name` of the ServiceAccounts that exist; `kept`: of those of them with a stored token, that token. */
  constructor(
    private readonly known: readonly string[] = [],
    private readonly kept: Readonly<Record<string, string>> = {},
  ) {}

  request(request: TokenRequest, signal: AbortSignal): Promise<string> {
    if (signal.aborted) return Promise.reject(new DOMException('aborted', 'AbortError'));
    if (!this.known.includes(formatKey(request))) {
      return Promise.reject(terminal('CredentialsNotFound', `ServiceAccount ${formatKey(request)} does not exist.`));
    }
    this.requests.push(request);
    return Promise.resolve(`token-${this.requests.length} for ${formatKey(request)}`);
  }

  stored(account: ObjectKey, signal: AbortSignal): Promise<string | undefined> {
    if (signal.aborted) return Promise.reject(new DOMException('aborted', 'AbortError'));
    const id = formatKey(account);
    this.looked.push(id);
    if (this.known.includes(id)) return Promise.resolve(this.kept[id]);
    return Promise.reject(terminal('CredentialsNotFound', `ServiceAccount ${id} does not exist.`));
  }
}
