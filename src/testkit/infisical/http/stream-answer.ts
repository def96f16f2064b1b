/** Where a stream writes to. */
export interface StreamSink {
  /** Sends text; without effect once the connection has ended. */
  write(text: string): void;
  /** Ends the answer properly. */
  end(): void;
  /** Breaks the connection. */
  destroy(): void;
}

/** A 200 that stays open. */
export class StreamAnswer {
  /** @param open starts the stream; the function it returns is called once, when the connection has ended. */
  constructor(
    readonly headers: Readonly<Record<string, string>>,
    readonly open: (sink: StreamSink) => () => void,
  ) {}
}
