export { ApiError } from './api-error.ts';
export type { StatusCause, StatusDetails } from './api-error.ts';
export { FieldError } from './field-error.ts';
export {
  alreadyExists,
  applyConflict,
  badRequest,
  conflict,
  expired,
  forbidden,
  invalid,
  methodNotAllowed,
  notAcceptable,
  notFound,
  staleVersion,
  unclassified,
  unsupportedMediaType,
} from './refusals.ts';
export type { ResourceName } from './refusals.ts';
