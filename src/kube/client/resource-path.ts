import type { ResourceType } from '#kernel';

/** An object or a collection, as the API addresses it. */
export interface ResourcePath {
  readonly type: ResourceType;
  /** Absent: cluster-scoped, or all namespaces. */
  readonly namespace?: string | undefined;
  /** Absent: the collection. */
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** Path of the URL, each part encoded: `/apis/<group>/<version>/namespaces/<ns>/<plural>/<name>/<subresource>`. */
export function urlPath({ type, namespace, name, subresource }: ResourcePath): string {
  const parts = type.group === '' ? ['api', type.version] : ['apis', type.group, type.version];
  if (namespace !== undefined) parts.push('namespaces', namespace);
  parts.push(type.plural);
  if (name !== undefined) parts.push(name);
  if (subresource !== undefined) parts.push(subresource);
  return parts.map((part) => `/${encodeURIComponent(part)}`).join('');
}

/** `secrets` or `serviceaccounts/token`, as RBAC writes it; also the value of metric labels. */
export function resourceName({ type, subresource }: ResourcePath): string {
  return subresource === undefined ? type.plural : `${type.plural}/${subresource}`;
}

/** For messages: `secrets shop/db`, `secrets in namespace shop`, `secrets`. */
export function describePath(path: ResourcePath): string {
  const { namespace, name } = path;
  const resource = resourceName(path);
  if (name !== undefined) return `${resource} ${namespace === undefined ? name : `${namespace}/${name}`}`;
  return namespace === undefined ? `${resource} in all namespaces` : `${resource} in namespace ${namespace}`;
}
