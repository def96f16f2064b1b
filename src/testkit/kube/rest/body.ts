import { parse as parseYaml } from 'yaml';
import { badRequest, unsupportedMediaType } from '../errors/index.ts';
import {
  isKubeObject,
  isObject,
  metadataFault,
  objectOf,
  parseJson,
  stringOf,
  type Json,
  type KubeObject,
} from '../json/index.ts';
import { apiVersionOf, type ResourceKind } from '../kinds/index.ts';

const READABLE = ['application/json', 'application/yaml'];

/** The media type without parameters, in lower case. */
export const mediaType = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase();

/**
 * Reads the body of a create or update.
 * @throws ApiError 415 for another media type than JSON or YAML, 400 for text that is neither.
 */
export function readBody(body: string, contentType: string): Json {
  const type = mediaType(contentType);
  if (type !== '' && !READABLE.includes(type)) throw unsupportedMediaType(READABLE);
  return type === 'application/yaml' ? readYaml(body) : readJson(body);
}

/** Reads JSON; the error does not quote the body. */
export function readJson(body: string): Json {
  try {
    return parseJson(body);
  } catch {
    throw badRequest('error decoding the body: it is not valid JSON');
  }
}

/** Reads YAML, of which JSON is a part; the error does not quote the body. */
export function readYaml(body: string): Json {
  if (/^\s*\{/.test(body)) {
    try {
      return parseJson(body);
    } catch {
      // A flow mapping of YAML also begins with a brace.
    }
  }
  try {
    const value: Json = parseJson(JSON.stringify(parseYaml(body) ?? null));
    return value;
  } catch {
    throw badRequest('error decoding YAML: the body is not valid');
  }
}

/**
 * The body as an object of that kind; type information that is left out is filled in.
 * @throws ApiError 400 when it is of another kind or its metadata has wrong types.
 */
export function asObject(kind: ResourceKind, body: Json): KubeObject {
  const apiVersion = apiVersionOf(kind);
  if (!isObject(body)) throw badRequest(`the body is not a ${kind.kind}: it must be an object`);
  const given = { apiVersion: stringOf(body['apiVersion']) ?? apiVersion, kind: stringOf(body['kind']) ?? kind.kind };
  if (given.kind !== kind.kind || given.apiVersion !== apiVersion) {
    throw badRequest(mismatch(kind, apiVersion, given.apiVersion, given.kind));
  }
  const metadata = Object.fromEntries(Object.entries(objectOf(body['metadata'])).filter(([, value]) => value !== null));
  const fault = metadataFault(metadata);
  const object = { ...body, ...given, metadata };
  if (fault !== undefined || !isKubeObject(object)) {
    throw badRequest(
      `${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${fault ?? 'not an object'}`,
    );
  }
  return object;
}

function mismatch(kind: ResourceKind, apiVersion: string, givenVersion: string, givenKind: string): string {
  if (kind.custom) {
    return givenVersion === apiVersion
      ? `the kind in the data (${givenKind}) does not match the expected kind (${kind.kind})`
      : `the API version in the data (${givenVersion}) does not match the expected API version (${apiVersion})`;
  }
  const internal = kind.group === '' ? 'core' : (kind.group.split('.')[0] ?? '');
  const from = `${givenVersion.split('/').at(-1) ?? ''}.${givenKind}`;
  const why = `converting (${from}) to (${internal}.${kind.kind}): unknown conversion`;
  return `${givenKind} in version ${JSON.stringify(givenVersion)} cannot be handled as a ${kind.kind}: ${why}`;
}
