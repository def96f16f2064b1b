import type { ResourceIdentity } from './objects.ts';

/** `Kind/namespace/name`: how objects name the resource that writes them. */
export function managedByText({ type, namespace, name }: ResourceIdentity): string {
  return `${type.kind}/${namespace}/${name}`;
}
