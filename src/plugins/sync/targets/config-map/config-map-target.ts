import { isUtf8 } from 'node:buffer';
import {
  CONFIG_MAP_OBJECTS,
  service,
  type DesiredTarget,
  type ObjectKey,
  type ObservedTarget,
  type SyncTarget,
  type TargetObjects,
  type WriteMode,
} from '#kernel';

/** Kubernetes ConfigMaps as targets. Their `data` is text: bytes that are none have no place in it. */
@service(CONFIG_MAP_OBJECTS)
export class ConfigMapTarget implements SyncTarget {
  readonly kind = 'ConfigMap';

  constructor(private readonly configMaps: TargetObjects) {}

  encode(value: Uint8Array): string | undefined {
    return isUtf8(value) ? Buffer.from(value).toString('utf8') : undefined;
  }

  observe(key: ObjectKey, signal: AbortSignal): Promise<ObservedTarget | undefined> {
    return this.configMaps.observe(key, signal);
  }

  write(desired: DesiredTarget, mode: WriteMode, signal: AbortSignal): Promise<ObservedTarget> {
    return this.configMaps.write(desired, mode, signal);
  }

  remove(key: ObjectKey, uid: string, signal: AbortSignal): Promise<void> {
    return this.configMaps.remove(key, uid, signal);
  }
}
