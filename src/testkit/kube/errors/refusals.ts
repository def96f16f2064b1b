import { ApiError, type StatusCause } from './api-error.ts';
import type { FieldError } from './field-error.ts';

/** What refusals say about the resource: `group` is empty for the core group. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

const qualified = (name: string, group: string): string => (group === '' ? name : `${name}.${group}`);

/** 404: no object of that name. */
export function notFound(of: ResourceName, name: string): ApiError {
  const resource = qualified(of.plural, of.group);
  return new ApiError(404, 'NotFound', `${resource} "${name}" not found`, { name, group: of.group, kind: of.plural });
}

/** 409: an object of that name exists. */
export function alreadyExists(of: ResourceName, name: string): ApiError {
  const message = `${qualified(of.plural, of.group)} "${name}" already exists`;
  return new ApiError(409, 'AlreadyExists', message, { name, group: of.group, kind: of.plural });
}

/** 409: a precondition on version or identity does not hold. */
export function conflict(of: ResourceName, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(of.plural, of.group)} "${name}": ${why}`;
  return new ApiError(409, 'Conflict', message, { name, group: of.group, kind: of.plural });
}

/** 409 for a stale `metadata.resourceVersion`. */
export function staleVersion(of: ResourceName, name: string): ApiError {
  return conflict(
    of,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

/** 409 for fields that other managers own; one cause per field. */
export function applyConflict(message: string, causes: readonly StatusCause[]): ApiError {
  return new ApiError(409, 'Conflict', message, { causes });
}

/** 422: the object breaks the rules of its kind; one cause per broken rule. */
export function invalid(
  of: Pick<ResourceName, 'group' | 'kind'>,
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const texts = [...new Set(errors.map((error) => error.toString()))];
  const summary = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  return new ApiError(422, 'Invalid', `${qualified(of.kind, of.group)} "${name}" is invalid: ${summary}`, {
    name,
    group: of.group,
    kind: of.kind,
    causes: errors.map((error) => ({ reason: error.type, message: error.body(), field: error.field })),
  });
}

/** 400: the request cannot be understood. */
export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** 403: understood and refused. */
export function forbidden(of: ResourceName, name: string, why: string, causes?: readonly StatusCause[]): ApiError {
  const message = `${qualified(of.plural, of.group)} "${name}" is forbidden: ${why}`;
  const details = { name, group: of.group, kind: of.plural };
  return new ApiError(403, 'Forbidden', message, causes === undefined ? details : { ...details, causes });
}

/** 405: the resource exists and does not know the verb. */
export function methodNotAllowed(): ApiError {
  const message = 'the server does not allow this method on the requested resource';
  return new ApiError(405, 'MethodNotAllowed', message, {});
}

/** 406: none of the representations asked for. */
export function notAcceptable(message: string): ApiError {
  return new ApiError(406, 'NotAcceptable', message);
}

/** 410: the version asked for has been compacted away. */
export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

/** 415: a body of a type that this resource does not read. */
export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new ApiError(415, 'UnsupportedMediaType', message);
}

/** 500 without a reason: what the real server answers to errors it does not classify. */
export function unclassified(message: string): ApiError {
  return new ApiError(500, '', message);
}
