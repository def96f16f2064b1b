import type { ObjectKey } from '#kernel';
import type { KubeClient } from '../client/index.ts';
import type { MetadataInformer } from '../informer/index.ts';
import { VersionedReader } from './versioned-reader.ts';

/** ConfigMaps as text. */
export class ConfigMapReader {
  private readonly reader: VersionedReader;

  /** `informer`: of ConfigMaps. */
  constructor(client: KubeClient, informer: MetadataInformer) {
    this.reader = new VersionedReader(client, informer, 'ConfigMap');
  }

  /**
   * The `data` by key; undefined when there is no such ConfigMap. Throws retryable `KubernetesUnavailable`, terminal
   * `KubernetesForbidden`.
   */
  read(key: ObjectKey, signal: AbortSignal): Promise<ReadonlyMap<string, string> | undefined> {
    return this.reader.read(key, signal);
  }
}
