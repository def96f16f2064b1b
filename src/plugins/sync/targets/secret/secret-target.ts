import type { EncodedValue, SyncTarget } from '#kernel';
import { viewOf } from '../bytes-view.ts';

/** Kubernetes Secrets as targets. */
export class SecretTarget implements SyncTarget {
  readonly kind = 'Secret';

  encode(value: Uint8Array): EncodedValue {
    return { field: 'data', text: viewOf(value).toString('base64') };
  }
}
