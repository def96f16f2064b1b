import { ApiError } from '../errors/index.ts';
import { setKey, type Json, type JsonObject } from '../json/index.ts';
import { MESSAGES, type FieldKind, type Message } from './messages.ts';
import { readFields, type WireField } from './wire.ts';

/** The media type of Kubernetes' protobuf envelope. */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

const MAGIC = Buffer.from('k8s\0');

/**
 * Reads an object in Kubernetes' protobuf envelope. Only what kubectl's own commands send is known.
 * @throws ApiError 415 for another kind, or for a field that the emulator does not read.
 */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, 4).equals(MAGIC)) throw unreadable('the envelope is missing');
  try {
    const envelope = readFields(body.subarray(4));
    const type = readFields(bytesOf(envelope, 1));
    const apiVersion = bytesOf(type, 1).toString();
    const kind = bytesOf(type, 2).toString();
    const message = MESSAGES[`${kind === 'DeleteOptions' ? 'v1' : apiVersion} ${kind}`];
    if (message === undefined) throw unreadable(`kind ${kind} of ${apiVersion} is not known`);
    return { apiVersion, kind, ...readMessage(message, bytesOf(envelope, 2), kind) };
  } catch (error) {
    if (error instanceof RangeError) throw unreadable(error.message);
    throw error;
  }
}

function unreadable(why: string): ApiError {
  const hint = 'send JSON, or use kubectl apply -f instead';
  return new ApiError(415, 'UnsupportedMediaType', `this emulator cannot read the protobuf body: ${why}; ${hint}`);
}

function bytesOf(fields: readonly WireField[], number: number): Buffer {
  const found = fields.find((field) => field.number === number)?.value;
  return Buffer.isBuffer(found) ? found : Buffer.alloc(0);
}

function readMessage(message: Message, bytes: Buffer, path: string): JsonObject {
  const object: JsonObject = {};
  for (const wire of readFields(bytes)) {
    const field = message.fields[wire.number];
    if (field === undefined) throw unreadable(`field ${wire.number} of ${path} is not known`);
    const { name, kind } = field;
    const below = `${path}.${name}`;
    const before = object[name];
    if (typeof kind === 'object' && 'map' in kind) {
      const [key, value] = readEntry(kind.map, wire);
      const map: JsonObject = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {};
      setKey(map, key, value);
      object[name] = map;
    } else if (field.repeated) {
      object[name] = [...(Array.isArray(before) ? before : []), readValue(kind, wire, below)];
    } else {
      const value = readValue(kind, wire, below);
      // The zero values that Go writes for unset strings and times mean absence.
      if (value !== '' && value !== null) object[name] = value;
    }
  }
  return object;
}

function readEntry(kind: 'string' | 'bytes', wire: WireField): [string, string] {
  const entry = readFields(asBytes(wire));
  const value = bytesOf(entry, 2);
  return [bytesOf(entry, 1).toString(), value.toString(kind === 'bytes' ? 'base64' : 'utf8')];
}

function readValue(kind: FieldKind, wire: WireField, path: string): Json {
  if (kind === 'int') return Number(BigInt.asIntN(64, asVarint(wire)));
  if (kind === 'bool') return asVarint(wire) !== 0n;
  const bytes = asBytes(wire);
  if (kind === 'string') return bytes.toString();
  if (kind === 'bytes') return bytes.toString('base64');
  if (kind === 'time') {
    const [seconds] = readFields(bytes).filter((field) => field.number === 1);
    return seconds === undefined
      ? null
      : new Date(Number(asVarint(seconds)) * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  }
  if ('map' in kind) throw new RangeError('protobuf: a map cannot be a single value');
  return readMessage(kind, bytes, path);
}

function asVarint(wire: WireField): bigint {
  if (typeof wire.value !== 'bigint') throw new RangeError('protobuf: a number was expected');
  return wire.value;
}

function asBytes(wire: WireField): Buffer {
  if (typeof wire.value === 'bigint') throw new RangeError('protobuf: bytes were expected');
  return wire.value;
}
