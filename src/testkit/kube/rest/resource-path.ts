/** A path into the objects of a resource, taken apart. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

/**
 * Takes `/api/v1/…` and `/apis/<group>/<version>/…` apart.
 * @returns undefined for paths that lead to no resource, such as discovery.
 */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const [root] = parts;
  if (root !== 'api' && root !== 'apis') return undefined;
  const start = root === 'api' ? 2 : 3;
  const [group, version] = root === 'api' ? ['', parts[1]] : [parts[1] ?? '', parts[2]];
  const rest = parts.slice(start);
  if (version === undefined || rest.length === 0) return undefined;
  // `/namespaces/x/status` is a namespace's own subresource, not a resource called status.
  const scoped = rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'status' && rest[2] !== 'finalize';
  const [plural, name, subresource, more] = scoped ? rest.slice(2) : rest;
  if (plural === undefined || more !== undefined) return undefined;
  const namespace = scoped ? (rest[1] ?? '') : '';
  return { group, version, plural, namespace, name: name ?? '', subresource: subresource ?? '' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
