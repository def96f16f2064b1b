import { requestToken, type TokenIssuer } from '../auth/index.ts';
import { methodNotAllowed, notFound } from '../errors/index.ts';
import type { Json, JsonObject } from '../json/index.ts';
import { chooseView, readIncludeObject, representList, representObject, watchRepresentation } from '../view/index.ts';
import { readBody } from './body.ts';
import { describeCall, type Verb } from './call.ts';
import { instant, type Cluster } from './cluster.ts';
import { jsonAnswer, nothingHere, type ApiRequest, type ApiResponse } from './exchange.ts';
import { list, type Scope } from './list.ts';
import { readWriteOptions } from './options.ts';
import { patch } from './patch.ts';
import { readDeleteOptions, remove } from './remove.ts';
import type { ResourcePath } from './resource-path.ts';
import { planWatch, startWatch } from './watch.ts';
import { create, find, update, type WriteTarget, type Written } from './write.ts';

/** Answers a request to objects of a resource, or 404 in plain text when nothing serves it. */
export function answerResource(
  cluster: Cluster,
  tokens: TokenIssuer,
  request: ApiRequest,
  path: ResourcePath,
): ApiResponse {
  const kind = cluster.kinds.find(path.group, path.version, path.plural);
  if (kind === undefined || (path.namespace !== '' && !kind.namespaced)) return nothingHere;
  const { subresource } = path;
  if (subresource !== '' && !kind.subresources.some((each) => each === subresource)) return nothingHere;
  const { verb } = describeCall(request);
  const scope: Scope = { kind, namespace: path.namespace, name: path.name };
  if (subresource === 'token') return answerToken(cluster, tokens, request, scope, verb);
  if (verb === 'list') return answerList(cluster, request, scope);
  if (verb === 'watch') return answerWatch(cluster, request, scope);
  // A namespaced object has no path without its namespace.
  if (kind.namespaced && path.namespace === '') return nothingHere;
  if (verb === 'get') return answerGet(cluster, request, { ...scope, subresource });
  if (verb === 'deletecollection') return answerDeleteCollection(cluster, request, scope);
  if (verb === 'delete') return answerDelete(cluster, request, { ...scope, subresource });
  if ((verb === 'create') !== (path.name === '')) throw methodNotAllowed();
  return answerWrite(cluster, request, { ...scope, subresource }, verb);
}

const OPTION_KINDS: Partial<Record<Verb, string>> = { create: 'CreateOptions', update: 'UpdateOptions' };

function answerWrite(cluster: Cluster, request: ApiRequest, at: Omit<WriteTarget, 'options'>, verb: Verb): ApiResponse {
  const view = chooseView(request.accept);
  const options = readWriteOptions(request.query, request.userAgent, OPTION_KINDS[verb] ?? 'PatchOptions');
  const target: WriteTarget = { ...at, options };
  const body = (): Json => readBody(request.body, request.contentType);
  let written: Written;
  if (verb === 'create') written = create(cluster, target, body());
  else if (verb === 'update') written = update(cluster, target, body());
  else written = patch(cluster, target, request.contentType, request.body, request.query);
  const include = readIncludeObject(request.query);
  const shown = representObject(at.kind, view, include, written.object, cluster.now());
  return { type: 'json', code: written.created ? 201 : 200, body: shown, warnings: written.warnings };
}

function answerGet(cluster: Cluster, request: ApiRequest, at: Omit<WriteTarget, 'options'>): ApiResponse {
  const view = chooseView(request.accept);
  const object = find(cluster, at);
  if (object === undefined) throw notFound(at.kind, at.name);
  return jsonAnswer(representObject(at.kind, view, readIncludeObject(request.query), object, cluster.now()));
}

function answerList(cluster: Cluster, request: ApiRequest, scope: Scope): ApiResponse {
  const view = chooseView(request.accept);
  const { items, metadata } = list(cluster, scope, request.query);
  const include = readIncludeObject(request.query);
  return jsonAnswer(representList(scope.kind, view, include, items, metadata, cluster.now()));
}

function answerWatch(cluster: Cluster, request: ApiRequest, scope: Scope): ApiResponse {
  const include = readIncludeObject(request.query);
  const represent = watchRepresentation(scope.kind, chooseView(request.accept), include, cluster.now);
  const plan = planWatch(scope, request.query);
  return { type: 'watch', start: (sink) => startWatch(cluster, plan, represent, sink) };
}

function answerDelete(cluster: Cluster, request: ApiRequest, at: Omit<WriteTarget, 'options'>): ApiResponse {
  if (at.subresource !== '') throw methodNotAllowed();
  return jsonAnswer(remove(cluster, at, readDeleteOptions(optionalBody(request), request.query)));
}

function answerDeleteCollection(cluster: Cluster, request: ApiRequest, scope: Scope): ApiResponse {
  const options = readDeleteOptions(optionalBody(request), request.query);
  const { items, metadata } = list(cluster, scope, request.query);
  for (const { metadata: meta } of items) {
    remove(cluster, { ...scope, namespace: meta.namespace ?? '', name: meta.name ?? '', subresource: '' }, options);
  }
  return jsonAnswer(representList(scope.kind, 'object', 'None', items, metadata, cluster.now()));
}

const optionalBody = (request: ApiRequest): Json =>
  request.body === '' ? null : readBody(request.body, request.contentType);

function answerToken(
  cluster: Cluster,
  tokens: TokenIssuer,
  request: ApiRequest,
  scope: Scope,
  verb: Verb,
): ApiResponse {
  if (verb !== 'create') throw methodNotAllowed();
  const account = find(cluster, { ...scope, subresource: 'token' });
  if (account === undefined) throw notFound(scope.kind, scope.name);
  const body = readBody(request.body, request.contentType);
  const answer: JsonObject = requestToken(tokens, account, body, instant(cluster.now()));
  return jsonAnswer(answer, 201);
}
