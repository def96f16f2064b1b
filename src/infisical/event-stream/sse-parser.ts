/** One event as it was sent: the last `event` field, and the `data` fields joined by line ends. */
export interface ServerEvent {
  /** Empty when the server gave none. */
  readonly name: string;
  readonly data: string;
}

/** The stream is none that a server of events would send: what it holds between two line ends, or two events, has no end. */
export class OversizedEvent extends Error {
  override readonly name = 'OversizedEvent';
}

/** A batch of a thousand keys, the largest event there is, takes a tenth of this. */
const MOST_CHARACTERS = 2 ** 20;

/** Releases of 2025 keep alive with a bare `1`, without a line end, which then stands before the next line. */
const STUCK_PINGS = /^1+(?=:|$|(?:event|data|id|retry)(?::|$))/u;

/**
 * Takes server-sent events apart, as the HTML standard says ("Parsing an event stream"), with two differences: an event without data is given out,
 * too, and what is kept of a stream is bounded. Ids and retry times are read by nobody, as servers replay nothing.
 */
export class SseParser {
  private readonly decoder = new TextDecoder();
  private line = '';
  private endedByReturn = false;
  private name = '';
  private data: string[] = [];
  private dataLength = 0;

  /** The events that `chunk` completes. Throws `OversizedEvent`; the parser is of no use any more then. */
  push(chunk: Uint8Array): readonly ServerEvent[] {
    const decoded = this.decoder.decode(chunk, { stream: true });
    if (decoded === '') return [];
    // A line end of two characters may be cut in two by the network.
    const text = this.endedByReturn && decoded.startsWith('\n') ? decoded.slice(1) : decoded;
    this.endedByReturn = decoded.endsWith('\r');
    const [first = '', ...others] = text.split(/\r\n|\n|\r/u);
    const events: ServerEvent[] = [];
    this.line += first;
    for (const next of others) {
      this.take(this.line, events);
      this.line = next;
    }
    if (this.line.length > MOST_CHARACTERS) throw new OversizedEvent();
    return events;
  }

  private take(raw: string, events: ServerEvent[]): void {
    if (raw.length > MOST_CHARACTERS) throw new OversizedEvent();
    const line = raw.replace(STUCK_PINGS, '');
    if (line === '') {
      if (this.name !== '' || this.data.length > 0) events.push({ name: this.name, data: this.data.join('\n') });
      this.name = '';
      this.data = [];
      this.dataLength = 0;
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line.startsWith(' ', colon + 1) ? colon + 2 : colon + 1);
    if (field === 'event') this.name = value;
    if (field !== 'data') return;
    this.dataLength += value.length + 1;
    if (this.dataLength > MOST_CHARACTERS) throw new OversizedEvent();
    this.data.push(value);
  }
}
