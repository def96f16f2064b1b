import { FieldError } from '../errors/index.ts';
import type { JsonObject } from '../json/index.ts';

const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const HELP =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or " +
  "'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** The keys of `data` that neither Secret nor ConfigMap can hold. */
export function configKeyErrors(data: JsonObject, path: string): FieldError[] {
  return Object.keys(data).flatMap((key) =>
    keyFaults(key).map((why) => FieldError.invalid(`${path}[${key}]`, key, why)),
  );
}

function keyFaults(key: string): string[] {
  const faults: string[] = [];
  if (key.length > 253) faults.push('must be no more than 253 characters');
  if (!CONFIG_KEY.test(key)) faults.push(HELP);
  if (key === '.') faults.push("must not be '.'");
  else if (key === '..') faults.push("must not be '..'");
  else if (key.startsWith('..')) faults.push("must not start with '..'");
  return faults;
}
