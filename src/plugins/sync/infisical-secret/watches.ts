import { isDeepStrictEqual } from 'node:util';
import {
  AUTH_METHOD,
  type ExtensionRegistry,
  type ObjectKey,
  type ObjectReference,
  type ResourceMetadata,
} from '#kernel';
import type { InfisicalSecretSpec } from './spec-parse.ts';

/** All that a spec refers to: credentials by its login method, the CA bundle, the targets. Nothing when it did not parse. */
export function references(
  spec: InfisicalSecretSpec | undefined,
  resource: ObjectKey,
  extensions: ExtensionRegistry,
): readonly ObjectReference[] {
  if (spec === undefined) return [];
  const method = extensions.find(AUTH_METHOD, spec.method.key)?.contribution;
  const credentials = method?.references(spec.method.spec, resource) ?? [];
  const ca: readonly ObjectReference[] =
    spec.caRef === undefined ? [] : [{ kind: 'Secret', namespace: spec.caRef.namespace, name: spec.caRef.name }];
  const targets = spec.targets.map(({ kind, namespace, name }): ObjectReference => ({ kind, namespace, name }));
  return [...credentials, ...ca, ...targets];
}

/** Whether a change of the resource is one to act on. A change of status alone is not: it is our own. */
export function isNews(previous: ResourceMetadata, next: ResourceMetadata): boolean {
  return (
    previous.uid !== next.uid ||
    previous.generation !== next.generation ||
    previous.deleting !== next.deleting ||
    !isDeepStrictEqual(previous.labels, next.labels) ||
    !isDeepStrictEqual(previous.annotations, next.annotations)
  );
}
