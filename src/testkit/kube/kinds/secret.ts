import { FieldError } from '../errors/index.ts';
import { mapOf, SCALAR } from '../fields/index.ts';
import { at, objectOf, sameJson, stringOf, without, type JsonObject, type KubeObject } from '../json/index.ts';
import { builtin } from './builtin.ts';
import { ageColumn, column, nameColumn, textAt } from './columns.ts';
import { configKeyErrors } from './config-keys.ts';

/** The most that the values of a Secret or ConfigMap may hold together, in bytes. */
export const MAX_DATA_BYTES = 1024 * 1024;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** Why the values of `data` cannot be read as base64, or undefined when they can. */
export function base64Fault(object: KubeObject): string | undefined {
  const data = objectOf(object['data']);
  for (const value of Object.values(data)) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'string')
      return 'json: cannot unmarshal non-string into Go struct field Secret.data of type []uint8';
    const at = base64Position(value.replaceAll(/[\r\n]/g, ''));
    if (at !== undefined) return `illegal base64 data at input byte ${at}`;
  }
  return undefined;
}

function base64Position(value: string): number | undefined {
  if (BASE64.test(value)) return undefined;
  const wrong = value.search(/[^A-Za-z0-9+/]/);
  return wrong === -1 ? Math.floor(value.length / 4) * 4 : wrong;
}

const decodedLength = (value: string): number => Buffer.byteLength(value, 'base64');

/** `stringData` folded into `data`, and the default type. */
function fold(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const folded: JsonObject = { ...objectOf(object['data']) };
  for (const [key, value] of Object.entries(objectOf(object['stringData']))) {
    folded[key] = Buffer.from(stringOf(value) ?? '').toString('base64');
  }
  const rest = without(object, 'stringData', 'data');
  const data = Object.keys(folded).length === 0 ? {} : { data: folded };
  const type = textAt(object, 'type') === '' ? 'Opaque' : textAt(object, 'type');
  return { ...rest, ...data, apiVersion, kind, metadata, type };
}

function validate(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const data = objectOf(object['data']);
  const errors = configKeyErrors(data, 'data');
  const total = Object.values(data).reduce<number>((sum, value) => sum + decodedLength(stringOf(value) ?? ''), 0);
  if (total > MAX_DATA_BYTES) errors.push(FieldError.tooLong('data', MAX_DATA_BYTES));
  const type = textAt(object, 'type');
  for (const key of REQUIRED_KEYS[type] ?? []) {
    if (!Object.hasOwn(data, key)) errors.push(FieldError.required(`data[${key}]`, ''));
  }
  errors.push(...typedErrors(type, object, data));
  if (old !== undefined) errors.push(...updateErrors(object, old));
  return errors;
}

function typedErrors(type: string, object: KubeObject, data: JsonObject): FieldError[] {
  if (type === 'kubernetes.io/basic-auth' && !('username' in data) && !('password' in data)) {
    return [FieldError.required('data[username]', ''), FieldError.required('data[password]', '')];
  }
  if (type === 'kubernetes.io/service-account-token') {
    const account = object.metadata.annotations?.['kubernetes.io/service-account.name'] ?? '';
    if (account === '') return [FieldError.required('metadata.annotations[kubernetes.io/service-account.name]', '')];
  }
  const config = stringOf(data['.dockerconfigjson']);
  if (type === 'kubernetes.io/dockerconfigjson' && config !== undefined) {
    const fault = jsonFault(Buffer.from(config, 'base64').toString());
    if (fault === undefined) return [];
    return [FieldError.invalid('data[.dockerconfigjson]', '<secret contents redacted>', fault)];
  }
  return [];
}

function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const [first] = text.trimStart();
    if (first === undefined || /[[{"\d\-tfn]/.test(first)) return 'unexpected end of JSON input';
    return `invalid character '${first}' looking for beginning of value`;
  }
}

function updateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  if (object['type'] !== old['type']) errors.push(FieldError.invalid('type', object['type'], 'field is immutable'));
  if (at(old, 'immutable') === true) {
    const immutable = 'field is immutable when `immutable` is set';
    if (object['immutable'] !== true) errors.push(FieldError.forbidden('immutable', immutable));
    if (!sameJson(object['data'], old['data'])) errors.push(FieldError.forbidden('data', immutable));
  }
  return errors;
}

export const secret = builtin({
  kind: 'Secret',
  plural: 'secrets',
  fields: { data: mapOf(SCALAR), stringData: mapOf(SCALAR), type: SCALAR, immutable: SCALAR },
  columns: [
    nameColumn,
    column('Type', (object) => textAt(object, 'type')),
    column('Data', (object) => Object.keys(objectOf(object['data'])).length),
    ageColumn,
  ],
  selectable: (object) => ({ type: textAt(object, 'type') }),
  selectableFields: ['type'],
  defaults: fold,
  validate,
});
