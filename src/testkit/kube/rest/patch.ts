import {
  ApiError,
  badRequest,
  FieldError,
  invalid,
  notFound,
  unclassified,
  unsupportedMediaType,
} from '../errors/index.ts';
import { inKeyOrder, trackApply, trackUpdate } from '../fields/index.ts';
import { isObject, listOf, type Json, type KubeObject } from '../json/index.ts';
import { emptyObject, type ResourceKind } from '../kinds/index.ts';
import { jsonPatch, mergePatch, strategicMergePatch } from '../patch/index.ts';
import { asObject, mediaType, readJson, readYaml } from './body.ts';
import type { Cluster } from './cluster.ts';
import { commitCreate, commitReplace } from './commit.ts';
import { requireFieldManager, requirePlainPatch } from './options.ts';
import {
  decodeFor,
  find,
  missingUid,
  nameMismatch,
  withManagers,
  writerFor,
  type WriteTarget,
  type Written,
} from './write.ts';

const APPLY = 'application/apply-patch+yaml';
const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

/** Whether a PATCH with this content type is a server-side apply. */
export const isApply = (contentType: string): boolean => mediaType(contentType) === APPLY;

/** PATCH in its four languages. */
export function patch(
  cluster: Cluster,
  target: WriteTarget,
  contentType: string,
  body: string,
  query: URLSearchParams,
): Written {
  const type = mediaType(contentType);
  const accepted = target.kind.custom ? [JSON_PATCH, MERGE, APPLY] : [JSON_PATCH, MERGE, STRATEGIC, APPLY];
  if (!accepted.includes(type)) throw unknownPatch(target.kind, accepted);
  if (type === APPLY) return apply(cluster, target, body);
  requirePlainPatch(query);
  const old = find(cluster, target);
  if (old === undefined) throw notFound(target.kind, target.name);
  const patched = asObject(target.kind, patchedValue(target.kind, type, old, readJson(body)));
  const { name } = patched.metadata;
  if (name !== undefined && name !== target.name) throw nameMismatch(name, target.name);
  const { object: next, warnings } = decodeFor(target, patched, (_kind, why) => patchRefused(patched, why));
  const tracked = withManagers(next, trackUpdate(writerFor(cluster, target), old, next));
  const { kind, subresource, options } = target;
  const object = commitReplace(cluster, { kind, old, next: tracked, subresource, dryRun: options.dryRun });
  return { object, created: false, warnings };
}

/** Media types that no resource reads are refused before the resource is asked, in other words. */
function unknownPatch(kind: ResourceKind, accepted: readonly string[]): Error {
  if (kind.custom) return unsupportedMediaType(accepted);
  return new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** 422: the patched object is shown, as the real server does. */
function patchRefused(patched: KubeObject, why: string): Error {
  return invalid({ group: '', kind: '' }, '', [FieldError.invalid('patch', JSON.stringify(inKeyOrder(patched)), why)]);
}

function patchedValue(kind: ResourceKind, type: string, old: KubeObject, body: Json): Json {
  if (type === JSON_PATCH) return jsonPatch(old, listOf(body));
  if (!isObject(body)) throw badRequest('error decoding patch: it must be an object');
  return type === MERGE ? mergePatch(old, body) : strategicMergePatch(kind.mergeType, old, body);
}

function apply(cluster: Cluster, target: WriteTarget, body: string): Written {
  const { kind, options, subresource } = target;
  requireFieldManager(options);
  const given = readYaml(body);
  if (!isObject(given) || typeof given['apiVersion'] !== 'string' || typeof given['kind'] !== 'string') {
    throw badRequest('apiVersion and kind must be set in an apply patch');
  }
  const config = asObject(kind, given);
  requireApplicable(target, config);
  const old = find(cluster, target);
  if (old === undefined && subresource !== '') throw notFound(kind, target.name);
  const { object: decoded, warnings } = decodeConfig(target, config);
  const live = old ?? emptyObject(kind);
  const applied = trackApply(writerFor(cluster, target), live, old !== undefined, decoded, options.force);
  const result = applied.object ?? live;
  const next = withManagers(kind.complete(result), applied.managedFields);
  if (old === undefined) {
    const { uid } = config.metadata;
    if (uid !== undefined && uid !== '') throw missingUid(kind, target.name, uid);
    return { object: commitCreate(cluster, kind, next, options.dryRun), created: true, warnings };
  }
  const write = { kind, old, next, subresource, dryRun: options.dryRun };
  return { object: commitReplace(cluster, write), created: false, warnings };
}

function requireApplicable(target: WriteTarget, config: KubeObject): void {
  const { name, managedFields } = config.metadata;
  if (name !== undefined && name !== target.name) throw nameMismatch(name, target.name);
  if (managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
}

/**
 * The configuration as written: defaults are not the applier's, so decoding here only checks and places.
 * @throws ApiError 500 for fields that the schema does not have, as the real server answers them.
 */
function decodeConfig(target: WriteTarget, config: KubeObject): { object: KubeObject; warnings: string[] } {
  const { kind, name, namespace } = target;
  const { unknown } = kind.decode(config);
  if (unknown.length > 0) {
    const where = `(${config.metadata.namespace ?? ''}/${name}; ${config.apiVersion}, Kind=${config.kind})`;
    const fields = unknown.map((path) => `.${path}: field not declared in schema`);
    const list = fields.length === 1 ? (fields[0] ?? '') : `errors:\n  ${fields.join('\n  ')}`;
    throw unclassified(`failed to create typed patch object ${where}: ${list}`);
  }
  const { warnings, object } = decodeFor(target, config);
  const metadata = { ...config.metadata, name, ...(kind.namespaced ? { namespace } : {}) };
  return { object: { ...config, metadata: { ...object.metadata, ...metadata } }, warnings };
}
