/** One field of a protobuf message as it lies on the wire. */
export interface WireField {
  readonly number: number;
  /** A varint, or the bytes of a string, of bytes or of a message. */
  readonly value: bigint | Buffer;
}

/**
 * Splits a message into its fields.
 * @throws RangeError when the bytes end early or use a wire type that Kubernetes objects do not.
 */
export function readFields(bytes: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw new RangeError('protobuf: the message ends early');
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const type = Number(tag & 7n);
    if (type === 0) fields.push({ number, value: varint() });
    else if (type === 2) {
      const end = Number(varint()) + at;
      if (end > bytes.length) throw new RangeError('protobuf: the message ends early');
      fields.push({ number, value: bytes.subarray(at, end) });
      at = end;
    } else throw new RangeError(`protobuf: wire type ${type} is not used by Kubernetes objects`);
  }
  return fields;
}
