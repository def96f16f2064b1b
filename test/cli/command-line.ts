import { runProgram } from '../../src/cli/program.ts';

/** What a run of the command line left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line within this process. */
export async function run(args: readonly string[], stdin = ''): Promise<Ran> {
  const ran = { code: 0, out: '', err: '' };
  await runProgram(args, {
    stdin: chunks(stdin),
    out: (text) => {
      ran.out += text;
    },
    err: (text) => {
      ran.err += text;
    },
    exit: (code) => {
      ran.code = code;
    },
  });
  return ran;
}

// eslint-disable-next-line @typescript-eslint/require-await -- stdin comes in pieces, when it comes
async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}
