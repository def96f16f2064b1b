import { createHash } from 'node:crypto';
import { apiVersionOf, type KindRegistry, type ResourceKind } from '../kinds/index.ts';
import type { JsonObject } from '../json/index.ts';

/*
 * As much of the OpenAPI documents as kubectl looks at: that PATCH knows `fieldValidation` and `dryRun`, so that it leaves
 * validation to the server, and the schemas of custom resources, for `kubectl explain`.
 */

/** `/openapi/v3`: where each group's document is. */
export function openApiIndex(kinds: KindRegistry): JsonObject {
  const paths: JsonObject = {};
  for (const [apiVersion, path] of roots(kinds)) {
    const hash = createHash('sha256')
      .update(JSON.stringify(document(kinds, apiVersion)))
      .digest('hex')
      .slice(0, 32)
      .toUpperCase();
    paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
  }
  return { paths };
}

/** `/openapi/v3/api/v1` and its like, or undefined when nothing is served there. */
export function openApiDocument(kinds: KindRegistry, path: string): JsonObject | undefined {
  const root = roots(kinds).find(([, each]) => each === path);
  return root === undefined ? undefined : document(kinds, root[0]);
}

function roots(kinds: KindRegistry): [apiVersion: string, path: string][] {
  const versions = new Set(kinds.all().map(apiVersionOf));
  return [...versions].map((version) => [version, version.includes('/') ? `apis/${version}` : `api/${version}`]);
}

function document(kinds: KindRegistry, apiVersion: string): JsonObject {
  const paths: JsonObject = {};
  const schemas: JsonObject = {};
  for (const kind of kinds.all()) {
    if (apiVersionOf(kind) !== apiVersion) continue;
    schemas[schemaName(kind)] = { ...kind.schema, 'x-kubernetes-group-version-kind': [names(kind)] };
    const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${apiVersion}`;
    const scope = kind.namespaced ? '/namespaces/{namespace}' : '';
    paths[`${root}${scope}/${kind.plural}/{name}`] = { patch: patchOperation(kind) };
  }
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1.35.4' }, paths, components: { schemas } };
}

const names = (kind: ResourceKind): JsonObject => ({ group: kind.group, version: kind.version, kind: kind.kind });

/** Schemas are named by their group in reverse, as packages are. */
const schemaName = (kind: ResourceKind): string =>
  [...kind.group.split('.').reverse(), kind.version, kind.kind].filter((part) => part !== '').join('.');

function patchOperation(kind: ResourceKind): JsonObject {
  const parameter = (name: string): JsonObject => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  });
  return {
    parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(parameter),
    responses: { '200': { description: 'OK' } },
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': names(kind),
  };
}
