import { isUtf8 } from 'node:buffer';
import type { SyncTarget } from '#kernel';
import { viewOf } from '../bytes-view.ts';

/** Kubernetes ConfigMaps as targets. Their `data` is text: bytes that are none have no place in it. */
export class ConfigMapTarget implements SyncTarget {
  readonly kind = 'ConfigMap';

  encode(value: Uint8Array): string | undefined {
    return isUtf8(value) ? viewOf(value).toString('utf8') : undefined;
  }
}
