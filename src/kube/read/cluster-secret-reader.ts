import { formatKey, terminal, type ObjectKey, type SecretReader, type SecretText } from '#kernel';
import type { KubeClient } from '../client/index.ts';
import type { MetadataInformer } from '../informer/index.ts';
import { VersionedReader } from './versioned-reader.ts';

/** Credentials Secrets as text. Trailing newlines are kept, see `secretText`. */
export class ClusterSecretReader implements SecretReader {
  private readonly reader: VersionedReader;

  /** `informer`: of Secrets. */
  constructor(client: KubeClient, informer: MetadataInformer) {
    this.reader = new VersionedReader(client, informer, 'Secret');
  }

  async read(key: ObjectKey, signal: AbortSignal): Promise<SecretText> {
    const text = await this.reader.read(key, signal);
    if (text === undefined) throw terminal('CredentialsNotFound', `Secret ${formatKey(key)} does not exist.`);
    return text;
  }
}
