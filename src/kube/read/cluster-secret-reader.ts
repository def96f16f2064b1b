import {
  formatKey,
  terminal,
  type ObjectKey,
  type PushSource,
  type SecretReader,
  type SecretText,
  type SourceReader,
} from '#kernel';
import type { KubeClient } from '../client/index.ts';
import type { MetadataInformer } from '../informer/index.ts';
import { asText } from './object-data.ts';
import { VersionedReader } from './versioned-reader.ts';

/** Secrets: credentials as text, with their trailing newlines, and what is to be pushed as it is. */
export class ClusterSecretReader implements SecretReader, SourceReader {
  private readonly reader: VersionedReader;

  /** `informer`: of Secrets. */
  constructor(client: KubeClient, informer: MetadataInformer) {
    this.reader = new VersionedReader(client, informer, 'Secret');
  }

  async read(key: ObjectKey, signal: AbortSignal): Promise<SecretText> {
    const read = await this.reader.read(key, signal);
    if (read === undefined) throw terminal('CredentialsNotFound', `Secret ${formatKey(key)} does not exist.`);
    return asText(read.data);
  }

  readSource(key: ObjectKey, signal: AbortSignal): Promise<PushSource | undefined> {
    return this.reader.read(key, signal);
  }
}
