/** Where a command reads and writes: the process's own streams, or those of a test. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  out(text: string): void;
  err(text: string): void;
  /** What the process will exit with. */
  exit(code: ExitCode): void;
}

/** 0: all is well; 1: what was looked at is not; 2: the command could not do its work as it was called. */
export type ExitCode = 0 | 1 | 2;

/** The streams of this process. */
export const PROCESS_IO: CommandIo = {
  stdin: process.stdin,
  out: (text) => {
    process.stdout.off('error', endWithReader).on('error', endWithReader);
    process.stdout.write(text);
  },
  err: (text) => process.stderr.write(text),
  exit: (code) => {
    process.exitCode = code;
  },
};

/** A reader that has seen enough, such as `head`, is no failure: the command ends when it goes. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

/** The command cannot do its work as it was called; the message says why, and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
