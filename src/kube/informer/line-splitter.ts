const NEWLINE = 10;
/** An object is at most 1.5 MiB in etcd; a line of many times that is not an event. */
const LONGEST_LINE = 32 * 1024 * 1024;

/**
 * Lines of a byte stream, without their newline; empty lines are left out, and so is what follows the last newline,
 * which is an event cut short. Works on bytes, because a chunk may end inside a character. Throws when a line does not
 * end within 32 MiB.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const bytes of chunks) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const piece = chunk.subarray(start, end);
      const line = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
      rest = [];
      restLength = 0;
      start = end + 1;
      if (line.length > 0) yield line;
    }
    if (start < chunk.length) {
      rest.push(chunk.subarray(start));
      restLength += chunk.length - start;
      if (restLength > LONGEST_LINE) throw new Error('a line of the watch stream does not end');
    }
  }
}
