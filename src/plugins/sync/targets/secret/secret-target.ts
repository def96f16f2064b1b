import { SECRET_OBJECTS, service } from '#kernel';
import { ObjectTarget, viewOf } from '../object-target.ts';

/** Kubernetes Secrets as targets. */
@service(SECRET_OBJECTS)
export class SecretTarget extends ObjectTarget {
  readonly kind = 'Secret';

  encode(value: Uint8Array): string {
    return viewOf(value).toString('base64');
  }
}
