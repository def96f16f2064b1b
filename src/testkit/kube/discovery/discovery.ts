import { apiVersionOf, type KindRegistry, type ResourceKind } from '../kinds/index.ts';
import type { JsonObject } from '../json/index.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The version that `/version` reports. */
export const VERSION: JsonObject = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.4',
  gitCommit: 'emulated',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.25.0',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** `/api`. */
export const coreVersions = (): JsonObject => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [],
});

/** `/apis`: every group with its versions. */
export function groupList(kinds: KindRegistry): JsonObject {
  const names = [...new Set([...kinds.all().map((kind) => kind.group), 'authentication.k8s.io'])].filter(
    (name) => name !== '',
  );
  const groups = names.map((name) => group(kinds, name)).filter((each) => each !== undefined);
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

/** `/apis/<group>`, or undefined when the group is not served. */
export function apiGroup(kinds: KindRegistry, name: string): JsonObject | undefined {
  const found = group(kinds, name);
  return found === undefined ? undefined : { kind: 'APIGroup', apiVersion: 'v1', ...found };
}

function group(kinds: KindRegistry, name: string): JsonObject | undefined {
  const own = kinds.all().filter((kind) => kind.group === name);
  const versions = [...new Set(own.map((kind) => kind.version))];
  if (name === 'authentication.k8s.io') versions.push('v1');
  const entries = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  const [preferred] = entries;
  return preferred === undefined ? undefined : { name, versions: entries, preferredVersion: preferred };
}

/** `/api/v1` and `/apis/<group>/<version>`, or undefined when nothing is served there. */
export function resourceList(kinds: KindRegistry, groupName: string, version: string): JsonObject | undefined {
  const own = kinds.all().filter((kind) => kind.group === groupName && kind.version === version);
  const resources = own.flatMap(describeKind);
  if (groupName === 'authentication.k8s.io' && version === 'v1') {
    const review = {
      name: 'tokenreviews',
      singularName: 'tokenreview',
      namespaced: false,
      kind: 'TokenReview',
      verbs: ['create'],
    };
    resources.push(review);
  }
  if (resources.length === 0) return undefined;
  const groupVersion = apiVersionOf({ group: groupName, version });
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function describeKind(kind: ResourceKind): JsonObject[] {
  const main: JsonObject = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: [...VERBS],
    ...(kind.shortNames.length === 0 ? {} : { shortNames: [...kind.shortNames] }),
    ...(kind.categories.length === 0 ? {} : { categories: [...kind.categories] }),
  };
  const below = kind.subresources.map((subresource): JsonObject => {
    const base = { name: `${kind.plural}/${subresource}`, singularName: '', namespaced: kind.namespaced };
    if (subresource === 'token') {
      return { ...base, group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', verbs: ['create'] };
    }
    return { ...base, kind: kind.kind, verbs: subresource === 'finalize' ? ['update'] : ['get', 'patch', 'update'] };
  });
  return [main, ...below];
}
