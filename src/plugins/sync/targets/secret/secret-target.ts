import type { SyncTarget } from '#kernel';
import { viewOf } from '../bytes-view.ts';

/** Kubernetes Secrets as targets. */
export class SecretTarget implements SyncTarget {
  readonly kind = 'Secret';

  encode(value: Uint8Array): string {
    return viewOf(value).toString('base64');
  }
}
