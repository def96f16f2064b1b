import { formatKey, terminal, type ObjectKey, type SecretReader, type SecretText } from '#kernel';

/** Secrets out of a table, as text by key. Keeps what was asked for. */
export class FakeSecretReader implements SecretReader {
  /** `namespace/name` of each read, in order. */
  readonly reads: string[] = [];
  private readonly secrets: Map<string, SecretText>;

  /** `secrets`: `namespace/name` to text by key. */
  constructor(secrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {}) {
    this.secrets = new Map(Object.entries(secrets).map(([key, text]) => [key, new Map(Object.entries(text))]));
  }

  read(key: ObjectKey, signal: AbortSignal): Promise<SecretText> {
    if (signal.aborted) return Promise.reject(new DOMException('aborted', 'AbortError'));
    this.reads.push(formatKey(key));
    const text = this.secrets.get(formatKey(key));
    if (text !== undefined) return Promise.resolve(text);
    return Promise.reject(terminal('CredentialsNotFound', `Secret ${formatKey(key)} does not exist.`));
  }
}
