import type { ApiRequest } from './exchange.ts';
import { flag } from './options.ts';
import { isApply } from './patch.ts';
import { parseResourcePath } from './resource-path.ts';

/** What a request does to a resource, in the API's words; `apply` is a server-side apply, apart from other patches. */
export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'apply'
  | 'delete'
  | 'deletecollection'
  /** A request to no resource: discovery, health, version. */
  | 'other';

/** What a request was about. Never carries bodies. */
export interface Call {
  readonly verb: Verb;
  readonly group: string;
  /** The plural name, or the path when the request was to no resource. */
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly fieldManager: string;
  readonly userAgent: string;
  readonly dryRun: boolean;
}

/** Describes a request without running it. */
export function describeCall(request: ApiRequest): Call {
  const { query } = request;
  const target = parseResourcePath(request.path);
  return {
    verb: target === undefined ? 'other' : verbOf(request, target.name),
    group: target?.group ?? '',
    resource: target?.plural ?? request.path,
    subresource: target?.subresource ?? '',
    namespace: target?.namespace ?? '',
    name: target?.name ?? '',
    fieldManager: query.get('fieldManager') ?? '',
    userAgent: request.userAgent,
    dryRun: (query.get('dryRun') ?? '') !== '',
  };
}

function verbOf(request: ApiRequest, name: string): Verb {
  switch (request.method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return isApply(request.contentType) ? 'apply' : 'patch';
    case 'DELETE':
      return name === '' ? 'deletecollection' : 'delete';
    default:
      if (flag(request.query, 'watch')) return 'watch';
      return name === '' ? 'list' : 'get';
  }
}
