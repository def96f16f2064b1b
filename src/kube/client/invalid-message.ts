import type { StatusCause } from './status-body.ts';

const FIELD_IS_IMMUTABLE = 'field is immutable';

/** So many causes are named; the rest is counted. */
const SHOWN = 5;

/**
 * What a 422 complained about, without any value: the server quotes what it refused (`Invalid value: "hunter2": ...`),
 * and a message of ours ends in conditions. So field names are shown, and of the cause only what cannot carry content.
 */
export function invalidMessage(causes: readonly StatusCause[]): string {
  if (causes.length === 0) return 'The object is invalid.';
  const texts = [...new Set(causes.map(describeCause))];
  const shown = texts.slice(0, SHOWN).join('; ');
  return texts.length > SHOWN ? `${shown}; and ${texts.length - SHOWN} more` : shown;
}

/** The fields that were refused because they cannot change; none when anything else was wrong as well. */
export function immutableFields(causes: readonly StatusCause[]): readonly string[] {
  const fixed = causes.filter(({ message }) => message.endsWith(FIELD_IS_IMMUTABLE));
  return fixed.length === causes.length ? [...new Set(fixed.map(({ field }) => field))] : [];
}

function describeCause(cause: StatusCause): string {
  const kind = KINDS[cause.reason] ?? 'refused';
  const detail = safeDetail(cause);
  return `${cause.field === '' ? 'object' : cause.field}: ${kind}${detail === undefined ? '' : ` (${detail})`}`;
}

/** Validation of `data` may quote a value in its detail as well, so nothing of that is repeated. */
function safeDetail(cause: StatusCause): string | undefined {
  if (/^(data|stringData|binaryData)\b/.test(cause.field)) return undefined;
  const detail = SAFE_DETAILS.find((known) => cause.message.endsWith(known));
  return detail;
}

const KINDS: Readonly<Record<string, string>> = {
  FieldValueInvalid: 'invalid value',
  FieldValueRequired: 'required, but missing',
  FieldValueTooLong: 'too long',
  FieldValueTooMany: 'too many',
  FieldValueNotSupported: 'value not supported',
  FieldValueForbidden: 'forbidden',
  FieldValueDuplicate: 'duplicate value',
  FieldValueTypeInvalid: 'wrong type',
};

/** Endings of the server's own sentences that help and hold nothing of the object. */
const SAFE_DETAILS = [FIELD_IS_IMMUTABLE, 'field is immutable when `immutable` is set'] as const;
