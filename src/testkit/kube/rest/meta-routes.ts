import { reviewToken, type TokenIssuer } from '../auth/index.ts';
import {
  apiGroup,
  coreVersions,
  groupList,
  openApiDocument,
  openApiIndex,
  resourceList,
  VERSION,
} from '../discovery/index.ts';
import { readBody } from './body.ts';
import type { Cluster } from './cluster.ts';
import { jsonAnswer, nothingHere, textAnswer, type ApiRequest, type ApiResponse } from './exchange.ts';

/** Answers what is not about stored objects: discovery, health, OpenAPI, token reviews. Undefined for all else. */
export function answerMeta(cluster: Cluster, tokens: TokenIssuer, request: ApiRequest): ApiResponse | undefined {
  const parts = request.path.split('/').filter((part) => part !== '');
  const path = parts.join('/');
  if (path === 'apis/authentication.k8s.io/v1/tokenreviews' && request.method === 'POST') {
    const isAlive = (namespace: string, name: string, uid: string): boolean =>
      cluster.store.get('serviceaccounts', `${namespace}/${name}`)?.metadata.uid === uid;
    return jsonAnswer(reviewToken(tokens, readBody(request.body, request.contentType), isAlive), 201);
  }
  if (request.method !== 'GET') return undefined;
  switch (path) {
    case 'healthz':
    case 'livez':
    case 'readyz':
      return textAnswer('ok');
    case 'version':
      return jsonAnswer(VERSION);
    case 'openid/v1/jwks':
      return jsonAnswer(tokens.jwks());
    case '.well-known/openid-configuration':
      return jsonAnswer({
        issuer: tokens.issuer,
        jwks_uri: `${tokens.issuer}/openid/v1/jwks`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      });
    case 'api':
      return jsonAnswer(coreVersions());
    case 'apis':
      return jsonAnswer(groupList(cluster.kinds));
    case 'openapi/v3':
      return jsonAnswer(openApiIndex(cluster.kinds));
    default:
      return path.startsWith('openapi/v3/')
        ? orNothing(openApiDocument(cluster.kinds, path.slice('openapi/v3/'.length)))
        : discovery(cluster, parts);
  }
}

function discovery(cluster: Cluster, parts: readonly string[]): ApiResponse | undefined {
  const [root, first = '', second = ''] = parts;
  if (root === 'api' && parts.length === 2) return orNothing(resourceList(cluster.kinds, '', first));
  if (root === 'apis' && parts.length === 2) return orNothing(apiGroup(cluster.kinds, first));
  if (root === 'apis' && parts.length === 3) return orNothing(resourceList(cluster.kinds, first, second));
  return undefined;
}

const orNothing = (body: Parameters<typeof jsonAnswer>[0] | undefined): ApiResponse =>
  body === undefined ? nothingHere : jsonAnswer(body);
