import type { ServiceClass } from '../container/index.ts';
import { extensionPoint } from './extension-point.ts';
import type { ReferenceKind } from './objects.ts';

/** A kind of object that secrets are written to. The objects themselves are reached through `Access`. */
export interface SyncTarget {
  readonly kind: Extract<ReferenceKind, 'Secret' | 'ConfigMap'>;
  /** Where the kind holds these bytes, and how it writes them. */
  encode(value: Uint8Array): EncodedValue;
}

/** One value as an object of some kind holds it. */
export interface EncodedValue {
  /** ConfigMaps hold bytes that are no text apart. */
  readonly field: 'data' | 'binaryData';
  /** Base 64, or text in the `data` of a ConfigMap. */
  readonly text: string;
}

/** What a sync target plugin contributes. */
export interface SyncTargetContribution {
  /** The kind of object, by which resources look it up. */
  readonly key: SyncTarget['kind'];
  readonly use: ServiceClass<SyncTarget>;
}

/** Kinds of targets, by kind. */
export const SYNC_TARGET = extensionPoint<SyncTargetContribution>('sync-target');
