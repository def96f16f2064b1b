import { expect } from 'chai';
import fc from 'fast-check';
import { OversizedEvent, type ServerEvent, SseParser } from '../../../src/infisical/event-stream/sse-parser.ts';

const MEBIBYTE = 2 ** 20;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All events of a text that comes in pieces of this size. */
function parse(text: string, size = Infinity): ServerEvent[] {
  const parser = new SseParser();
  const all = bytes(text);
  const events: ServerEvent[] = [];
  for (let at = 0; at < all.length; at += Math.min(size, all.length)) {
    events.push(...parser.push(all.subarray(at, at + size)));
  }
  return events;
}

describe('SseParser', () => {
  const cases: readonly (readonly [name: string, text: string, events: readonly ServerEvent[]])[] = [
    ['an event with all fields', 'id: 1\nevent: secret:update\ndata: {}\n\n', [{ name: 'secret:update', data: '{}' }]],
    ['one without a name', 'data: x\n\n', [{ name: '', data: 'x' }]],
    ['one without data, which counts as life', 'event: ping\n\n', [{ name: 'ping', data: '' }]],
    ['data of several lines', 'data: a\ndata:b\ndata\n\n', [{ name: '', data: 'a\nb\n' }]],
    ['only one space taken off', 'data:  a\n\n', [{ name: '', data: ' a' }]],
    ['colons in values', 'event: a:b\ndata: c:d\n\n', [{ name: 'a:b', data: 'c:d' }]],
    [
      'comments and unknown fields passed over',
      ': hello\nfoo: bar\nretry: 5\n\ndata: x\n\n',
      [{ name: '', data: 'x' }],
    ],
    ['an unfinished event kept back', 'data: x\n', []],
    ['blank lines', '\n\n\n', []],
    [
      'lines that end by CR LF',
      'event: a\r\ndata: x\r\n\r\ndata: y\r\n\r\n',
      [
        { name: 'a', data: 'x' },
        { name: '', data: 'y' },
      ],
    ],
    [
      'lines that end by CR',
      'event: a\rdata: x\r\rdata: y\r\r',
      [
        { name: 'a', data: 'x' },
        { name: '', data: 'y' },
      ],
    ],
    ['a byte order mark', '\ufeffdata: x\n\n', [{ name: '', data: 'x' }]],
    ['pings of 2025 stuck to a field', '11id: 1\nevent: a\n1data: x\n\n', [{ name: 'a', data: 'x' }]],
    ['pings of 2025 stuck to a blank line', 'data: x\n111\n', [{ name: '', data: 'x' }]],
    ['a field that only looks like one', '1event2: a\ndata: x\n\n', [{ name: '', data: 'x' }]],
    ['data that is a run of ones', 'data: 11\n\n', [{ name: '', data: '11' }]],
    ['characters of several bytes', 'data: Grüße 🔑\n\n', [{ name: '', data: 'Grüße 🔑' }]],
  ];
  for (const [name, text, events] of cases) {
    it(`reads ${name}, cut anywhere`, () => {
      expect(parse(text)).to.deep.equal(events);
      for (const size of [1, 2, 3, 7]) expect(parse(text, size)).to.deep.equal(events);
    });
  }

  it('reads the same however the bytes are cut', () => {
    const piece = fc.constantFrom('data: a', 'event: b', '1', '\n', '\r', '\r\n', ':', 'é', ' ', 'id: 3');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (pieces, size) => {
        const text = pieces.join('');
        expect(parse(text, size)).to.deep.equal(parse(text));
      }),
    );
  });

  const endless: readonly (readonly [name: string, piece: string])[] = [
    ['a line without end', 'x'.repeat(1_000)],
    ['a comment without end', ':'.repeat(1_000)],
    ['pings without end, a million of them', '1'.repeat(1_000)],
    ['data without end', `data: ${'x'.repeat(1_000)}\n`],
  ];
  for (const [name, piece] of endless) {
    it(`gives up ${name}`, () => {
      const parser = new SseParser();
      let pushed = 0;
      expect(() => {
        while (pushed < 3 * MEBIBYTE) {
          parser.push(bytes(piece));
          pushed += piece.length;
        }
      }).to.throw(OversizedEvent);
      expect(pushed).to.be.below(MEBIBYTE + 10_000);
    });
  }

  it('keeps nothing of what it has given out', () => {
    const parser = new SseParser();
    const event = bytes(`data: ${'x'.repeat(100_000)}\n\n: ${'y'.repeat(100_000)}\n`);
    for (let times = 0; times < 50; times += 1) expect(parser.push(event)).to.have.length(1);
  });

  it('takes any bytes without failing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (garbage) => {
        new SseParser().push(garbage);
      }),
    );
  });
});
