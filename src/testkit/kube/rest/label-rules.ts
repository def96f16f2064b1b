import { FieldError } from '../errors/index.ts';

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const MAX_ANNOTATION_BYTES = 256 * 1024;

const NAME_HELP =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_HELP =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** What is wrong with the syntax of labels and annotations. */
export function labelErrors(
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(labels)) {
    errors.push(...keyFaults(key).map((why) => FieldError.invalid('metadata.labels', key, why)));
    if (value.length > 63) errors.push(FieldError.invalid('metadata.labels', value, 'must be no more than 63 bytes'));
    if (value !== '' && !NAME.test(value)) errors.push(FieldError.invalid('metadata.labels', value, VALUE_HELP));
  }
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    errors.push(...keyFaults(key.toLowerCase()).map((why) => FieldError.invalid('metadata.annotations', key, why)));
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (bytes > MAX_ANNOTATION_BYTES) errors.push(FieldError.tooLong('metadata.annotations', MAX_ANNOTATION_BYTES));
  return errors;
}

/** What is wrong with a qualified name: an optional DNS prefix, a slash, and a name of at most 63 characters. */
function keyFaults(key: string): string[] {
  const parts = key.split('/');
  const [prefix, name] = parts.length === 1 ? [undefined, key] : [parts[0] ?? '', parts[1] ?? ''];
  if (parts.length > 2)
    return [
      `a valid label key ${NAME_HELP.slice('name part '.length)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const faults: string[] = [];
  if (prefix === '') faults.push('prefix part must be non-empty');
  else if (prefix !== undefined && (!PREFIX.test(prefix) || prefix.length > 253)) {
    faults.push('prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters');
  }
  if (name === '') faults.push('name part must be non-empty');
  else if (name.length > 63) faults.push('name part must be no more than 63 bytes');
  if (!NAME.test(name)) faults.push(NAME_HELP);
  return faults;
}
