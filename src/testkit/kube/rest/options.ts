import { ApiError, badRequest, FieldError, invalid } from '../errors/index.ts';

/** The query parameters of writes. */
export interface WriteOptions {
  readonly manager: string;
  readonly fieldManager: string;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly validation: 'Ignore' | 'Warn' | 'Strict';
}

/** Reads `fieldManager`, `dryRun`, `force` and `fieldValidation`. The manager falls back to the user agent's first word. */
export function readWriteOptions(query: URLSearchParams, userAgent: string, optionKind: string): WriteOptions {
  const fieldManager = query.get('fieldManager') ?? '';
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const validation = query.get('fieldValidation') ?? '';
  const errors: FieldError[] = [];
  if (dryRun.some((value) => value !== 'All')) errors.push(FieldError.notSupported('dryRun', dryRun, ['All']));
  if (fieldManager.length > 128) errors.push(FieldError.tooLong('fieldManager', 128));
  if (!['', 'Ignore', 'Warn', 'Strict'].includes(validation)) {
    errors.push(FieldError.notSupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn']));
  }
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', kind: optionKind }, '', errors);
  return {
    manager: fieldManager === '' ? managerOf(userAgent) : fieldManager,
    fieldManager,
    dryRun: dryRun.length > 0,
    force: query.get('force') === 'true',
    validation: validation === 'Ignore' || validation === 'Strict' ? validation : 'Warn',
  };
}

function managerOf(userAgent: string): string {
  return (userAgent.split('/')[0] ?? '').slice(0, 128);
}

/** Refuses what only an apply may ask for. */
export function requirePlainPatch(query: URLSearchParams): void {
  if (query.get('force') === null) return;
  const error = FieldError.forbidden('force', 'may not be specified for non-apply patch');
  throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [error]);
}

/** Refuses an apply that does not say who applies. */
export function requireFieldManager(options: WriteOptions): void {
  if (options.fieldManager !== '') return;
  const error = FieldError.required('fieldManager', 'is required for apply patch');
  throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [error]);
}

/** Reads a version of a list or watch; empty is undefined. */
export function readVersion(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion') ?? '';
  if (text === '') return undefined;
  const version = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(version)) {
    throw badRequest(
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return version;
}

/** Refuses a version that has not happened yet, as a server does whose cache does not catch up in time. */
export function requireReached(asked: number, current: number): void {
  if (asked <= current) return;
  const cause = { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' };
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`;
  throw new ApiError(504, 'Timeout', message, { causes: [cause], retryAfterSeconds: 1 });
}

/** Whether a boolean parameter is set to a true value. */
export const flag = (query: URLSearchParams, name: string): boolean => ['true', '1'].includes(query.get(name) ?? '');
