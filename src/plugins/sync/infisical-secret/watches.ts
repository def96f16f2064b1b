import { connectionReferences, type LoginMethods, type ObjectKey, type ObjectReference } from '#kernel';
import type { InfisicalSecretSpec } from './spec-parse.ts';

/** All that a spec refers to: credentials by its login method, the CA bundle, the targets. Nothing when it did not parse. */
export function references(
  spec: InfisicalSecretSpec | undefined,
  resource: ObjectKey,
  logins: LoginMethods,
): readonly ObjectReference[] {
  if (spec === undefined) return [];
  const targets = spec.targets.map(({ kind, namespace, name }): ObjectReference => ({ kind, namespace, name }));
  return [...connectionReferences(spec, resource, logins), ...targets];
}
