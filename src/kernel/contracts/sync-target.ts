import type { ServiceClass } from '../container/index.ts';
import { extensionPoint } from './extension-point.ts';
import type { ReferenceKind } from './objects.ts';

/** A kind of object that secrets are written to. The objects themselves are reached through `Access`. */
export interface SyncTarget {
  readonly kind: Extract<ReferenceKind, 'Secret' | 'ConfigMap'>;
  /** Encodes one value as the kind's `data` field wants it; undefined when it cannot hold these bytes. */
  encode(value: Uint8Array): string | undefined;
}

/** What a sync target plugin contributes. */
export interface SyncTargetContribution {
  /** The kind of object, by which resources look it up. */
  readonly key: SyncTarget['kind'];
  readonly use: ServiceClass<SyncTarget>;
}

/** Kinds of targets, by kind. */
export const SYNC_TARGET = extensionPoint<SyncTargetContribution>('sync-target');
