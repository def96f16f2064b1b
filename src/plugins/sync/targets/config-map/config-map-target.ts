import { isUtf8 } from 'node:buffer';
import { CONFIG_MAP_OBJECTS, service } from '#kernel';
import { ObjectTarget, viewOf } from '../object-target.ts';

/** Kubernetes ConfigMaps as targets. Their `data` is text: bytes that are none have no place in it. */
@service(CONFIG_MAP_OBJECTS)
export class ConfigMapTarget extends ObjectTarget {
  readonly kind = 'ConfigMap';

  encode(value: Uint8Array): string | undefined {
    return isUtf8(value) ? viewOf(value).toString('utf8') : undefined;
  }
}
