import { isUtf8 } from 'node:buffer';
import type { EncodedValue, SyncTarget } from '#kernel';
import { viewOf } from '../bytes-view.ts';

/** Kubernetes ConfigMaps as targets. Their `data` is text; bytes that are none, which templates can give, go to `binaryData`. */
export class ConfigMapTarget implements SyncTarget {
  readonly kind = 'ConfigMap';

  encode(value: Uint8Array): EncodedValue {
    const bytes = viewOf(value);
    return isUtf8(value)
      ? { field: 'data', text: bytes.toString('utf8') }
      : { field: 'binaryData', text: bytes.toString('base64') };
  }
}
