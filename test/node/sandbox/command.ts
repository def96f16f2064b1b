import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Where and for how long a command runs. */
export interface CommandOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Default 60 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Runs a command to its end and gives what it wrote to its output. Rejects with the end of what it said when it fails, cannot be run or takes too long. */
export async function command(
  [name, ...args]: readonly [string, ...string[]],
  { cwd, env, stdin = '', timeoutMs = 60_000, signal }: CommandOptions = {},
): Promise<string> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const child = spawn(name, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    killSignal: 'SIGKILL',
  });
  // It may end without reading its input, which closes the pipe under the write.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode === 0) return stdout;
  const end = `${stdout}${stderr}`.trimEnd().split('\n').slice(-20).join('\n');
  throw new Error(`${[name, ...args].join(' ')} ended with ${child.signalCode ?? String(child.exitCode)}:\n${end}`);
}
