import {
  SECRET_OBJECTS,
  service,
  type DesiredTarget,
  type ObjectKey,
  type ObservedTarget,
  type SyncTarget,
  type TargetObjects,
  type WriteMode,
} from '#kernel';

/** Kubernetes Secrets as targets. */
@service(SECRET_OBJECTS)
export class SecretTarget implements SyncTarget {
  readonly kind = 'Secret';

  constructor(private readonly secrets: TargetObjects) {}

  encode(value: Uint8Array): string {
    return Buffer.from(value).toString('base64');
  }

  observe(key: ObjectKey, signal: AbortSignal): Promise<ObservedTarget | undefined> {
    return this.secrets.observe(key, signal);
  }

  write(desired: DesiredTarget, mode: WriteMode, signal: AbortSignal): Promise<ObservedTarget> {
    return this.secrets.write(desired, mode, signal);
  }

  remove(key: ObjectKey, uid: string, signal: AbortSignal): Promise<void> {
    return this.secrets.remove(key, uid, signal);
  }
}
