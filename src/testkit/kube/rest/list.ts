import { badRequest, expired, FieldError, invalid } from '../errors/index.ts';
import { isObject, keyOf, parseJson, type JsonObject, type KubeObject } from '../json/index.ts';
import { type ResourceKind } from '../kinds/index.ts';
import type { Cluster } from './cluster.ts';
import { readVersion, requireReached } from './options.ts';
import { readSelectors } from './selectors.ts';

/** Where a list or watch looks. */
export interface Scope {
  readonly kind: ResourceKind;
  readonly namespace: string;
  /** Set when one object is listed or watched by its path. */
  readonly name: string;
}

/** A list with what its metadata says. */
export interface ListResult {
  readonly items: readonly KubeObject[];
  readonly metadata: JsonObject;
}

interface Position {
  readonly version: number;
  readonly after: string;
}

/**
 * Lists objects in key order; with `limit`, in pages of one consistent state.
 * @throws ApiError 410 when the state of a page or of an exact version has been compacted away.
 */
export function list(cluster: Cluster, scope: Scope, query: URLSearchParams): ListResult {
  const { kind } = scope;
  const token = query.get('continue') ?? '';
  const version = readVersion(query);
  const match = query.get('resourceVersionMatch') ?? '';
  checkMatch(version, match, token);
  const position = token === '' ? undefined : readToken(token);
  if (version !== undefined) requireReached(version, cluster.store.version);
  const exact = position?.version ?? (match === 'Exact' ? version : undefined);
  const stored = exact === undefined ? cluster.store.list(kind.storage) : cluster.store.listAt(kind.storage, exact);
  if (stored === undefined) throw compacted(token);
  const selects = readSelectors(kind, query);
  const found = stored.map(kind.load).filter((object) => inScope(scope, object) && selects(object));
  const rest = position === undefined ? found : found.filter((object) => keyOf(object) > position.after);
  const limit = Number(query.get('limit') ?? 0);
  const at = exact ?? cluster.store.version;
  const metadata: JsonObject = { resourceVersion: String(at) };
  if (!(limit > 0) || rest.length <= limit) return { items: rest, metadata };
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  metadata['continue'] = writeToken({ version: at, after: last === undefined ? '' : keyOf(last) });
  // With a selector, the real server does not know how many more match.
  const selective = (query.get('labelSelector') ?? '') + (query.get('fieldSelector') ?? '') !== '';
  if (!selective) metadata['remainingItemCount'] = rest.length - items.length;
  return { items, metadata };
}

/** Whether an object lies in the namespace, and has the name, that a path asks for. */
export function inScope({ namespace, name }: Scope, object: KubeObject): boolean {
  return (
    (namespace === '' || object.metadata.namespace === namespace) && (name === '' || object.metadata.name === name)
  );
}

function checkMatch(version: number | undefined, match: string, token: string): void {
  const fail = (why: string): Error =>
    invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [FieldError.forbidden('resourceVersionMatch', why)]);
  if (match !== '' && version === undefined) {
    throw fail('resourceVersionMatch is forbidden unless resourceVersion is provided');
  }
  if (match !== '' && token !== '') throw fail('resourceVersionMatch is forbidden when continue is provided');
  if (match === 'Exact' && version === 0)
    throw fail('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  if (token !== '' && version !== undefined && version !== 0) {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
}

const writeToken = (position: Position): string =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: position.version, start: position.after })).toString(
    'base64url',
  );

function readToken(token: string): Position {
  try {
    const value = parseJson(Buffer.from(token, 'base64url').toString());
    if (isObject(value) && typeof value['rv'] === 'number' && typeof value['start'] === 'string') {
      return { version: value['rv'], after: value['start'] };
    }
  } catch {
    // Falls through to the refusal: a token that is no JSON was not ours.
  }
  throw badRequest('continue key is not valid: encoding/json: the token was not issued by this server');
}

function compacted(token: string): Error {
  return token === ''
    ? expired('The resourceVersion for the provided list is too old.')
    : expired(
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
          'the continue parameter.',
      );
}
