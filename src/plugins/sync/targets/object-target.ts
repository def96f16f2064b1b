import type { DesiredTarget, ObjectKey, ObservedTarget, SyncTarget, TargetObjects, WriteMode } from '#kernel';

/** A target that is one object of the cluster: a kind adds its name and how its `data` holds a value. */
export abstract class ObjectTarget implements SyncTarget {
  abstract readonly kind: SyncTarget['kind'];

  constructor(private readonly objects: TargetObjects) {}

  abstract encode(value: Uint8Array): string | undefined;

  observe(key: ObjectKey, signal: AbortSignal): Promise<ObservedTarget | undefined> {
    return this.objects.observe(key, signal);
  }

  write(desired: DesiredTarget, mode: WriteMode, signal: AbortSignal): Promise<ObservedTarget> {
    return this.objects.write(desired, mode, signal);
  }

  remove(key: ObjectKey, uid: string, signal: AbortSignal): Promise<void> {
    return this.objects.remove(key, uid, signal);
  }
}

/** The same bytes with Buffer's ways to write them as text; nothing is copied. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
