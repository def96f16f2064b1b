import { apiVersionOf, CORE_TYPES } from '../client/index.ts';
import type { DesiredTarget, ObservedTarget, OwnerReference } from '#kernel';

/** Kinds of objects that secrets are written to. */
export type TargetKind = 'Secret' | 'ConfigMap';

/**
 * The body of a server-side apply: exactly the fields that we want to own. Empty maps are left out, because we want
 * nothing of them.
 */
export function applyBody(kind: TargetKind, desired: DesiredTarget, uid: string | undefined): object {
  const { namespace, name, labels, annotations, ownerReferences, data, binaryData = {}, type } = desired;
  return {
    ...identity(kind, { namespace, name }, uid, {
      ...(isEmpty(labels) ? {} : { labels }),
      ...(isEmpty(annotations) ? {} : { annotations }),
      ...(ownerReferences.length === 0 ? {} : { ownerReferences }),
    }),
    ...(type === undefined ? {} : { type }),
    ...(isEmpty(data) ? {} : { data }),
    ...(isEmpty(binaryData) ? {} : { binaryData }),
  };
}

/**
 * Applies nothing: whatever our field manager alone owned goes away. `type` stays owned where it must (it is
 * immutable).
 */
export function emptyBody(
  kind: TargetKind,
  key: { readonly namespace: string; readonly name: string },
  uid: string,
  type: string | undefined,
): object {
  return { ...identity(kind, key, uid, {}), ...(type === undefined ? {} : { type }) };
}

/**
 * A merge patch that removes data keys, wherever the kind may hold them, from the object with this uid, and leaves it just these owners where
 * they are given. A list of owners is replaced as a whole, so then the object must be the very version that was looked at.
 */
export function removalPatch(
  kind: TargetKind,
  { uid, resourceVersion }: Pick<ObservedTarget, 'uid' | 'resourceVersion'>,
  keys: readonly string[],
  owners?: readonly OwnerReference[],
): object {
  const removed = Object.fromEntries(keys.map((key) => [key, null]));
  const metadata = owners === undefined ? { uid } : { uid, resourceVersion, ownerReferences: owners };
  if (keys.length === 0) return { metadata };
  return { metadata, data: removed, ...(kind === 'ConfigMap' ? { binaryData: removed } : {}) };
}

function identity(
  kind: TargetKind,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  uid: string | undefined,
  metadata: object,
): object {
  return {
    apiVersion: apiVersionOf(CORE_TYPES[kind]),
    kind,
    metadata: { namespace, name, ...(uid === undefined ? {} : { uid }), ...metadata },
  };
}

function isEmpty(map: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(map).length === 0;
}
