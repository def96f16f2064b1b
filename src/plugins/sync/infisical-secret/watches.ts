import { isDeepStrictEqual } from 'node:util';
import type { LoginMethods, ObjectKey, ObjectReference, ResourceMetadata } from '#kernel';
import type { InfisicalSecretSpec } from './spec-parse.ts';

/** All that a spec refers to: credentials by its login method, the CA bundle, the targets. Nothing when it did not parse. */
export function references(
  spec: InfisicalSecretSpec | undefined,
  resource: ObjectKey,
  logins: LoginMethods,
): readonly ObjectReference[] {
  if (spec === undefined) return [];
  const credentials = logins.references(spec.method, resource);
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
