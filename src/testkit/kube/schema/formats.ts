import { isIPv4, isIPv6 } from 'node:net';

const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const BYTES = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const STRINGS: Readonly<Record<string, (value: string) => boolean>> = {
  date: (value) => DATE.test(value),
  'date-time': (value) => DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)),
  byte: (value) => BYTES.test(value),
  uuid: (value) => UUID.test(value),
  ipv4: isIPv4,
  ipv6: isIPv6,
  password: () => true,
};

/** Formats that bound numbers; the width is not enforced by the real server either, beyond being a whole number. */
const NUMBERS: readonly string[] = ['int32', 'int64', 'float', 'double'];

/** Formats that the real server enforces and the emulator does not know how to. */
const UNCHECKED: readonly string[] = [
  'bsonobjectid',
  'uri',
  'email',
  'hostname',
  'cidr',
  'mac',
  'uuid3',
  'uuid4',
  'uuid5',
  'isbn',
  'isbn10',
  'isbn13',
  'creditcard',
  'ssn',
  'hexcolor',
  'rgbcolor',
  'duration',
  'datetime',
  'k8s-short-name',
  'k8s-long-name',
];

/** Whether values of this format are checked, or are known to be unchecked on the real server. */
export function isKnownFormat(format: string): boolean {
  return Object.hasOwn(STRINGS, format) || NUMBERS.includes(format) || !UNCHECKED.includes(format);
}

/** Whether a string obeys a format; one that the real server does not know accepts everything. */
export function hasFormat(format: string, value: string): boolean {
  return STRINGS[format]?.(value) ?? true;
}
