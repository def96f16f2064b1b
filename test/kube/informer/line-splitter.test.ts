import { expect } from 'chai';
import fc from 'fast-check';
import { splitLines } from '../../../src/kube/informer/line-splitter.ts';

describe('splitLines', () => {
  it('gives the same lines however the bytes are cut into chunks', async () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(40)), fc.boolean(), async (lines, cuts, cutShort) => {
        const text = lines.map((each) => `${each}\n`).join('') + (cutShort ? '{"type":' : '');
        const result = await collect(splitLines(chunked(Buffer.from(text), cuts)));
        expect(result).to.deep.equal(lines.filter((each) => each !== ''));
      }),
    );
  });

  it('refuses a line that does not end', async () => {
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(Buffer.alloc(8 * 1024 * 1024, 'x'));
    };
    const error = await collect(splitLines(endless())).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'a line of the watch stream does not end');
  });
});

async function* chunked(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const length of cuts) {
    yield await Promise.resolve(bytes.subarray(start, start + length));
    start += length;
  }
  yield bytes.subarray(start);
}

async function collect(lines: AsyncIterable<Buffer>): Promise<string[]> {
  const result: string[] = [];
  for await (const line of lines) result.push(line.toString('utf8'));
  return result;
}
