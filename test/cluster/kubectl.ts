import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What kubectl said. */
export interface KubectlResult {
  /** 0 when it succeeded; -1 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Input and limits of one call. */
export interface KubectlOptions {
  /** For `-f -`. */
  readonly stdin?: string;
  /** Default 60 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The binary, and whose configuration and cache it uses. */
export interface KubectlSetup {
  readonly binary: string;
  readonly kubeconfigPath: string;
  /** Its home: nothing of the user's own configuration is read or written. */
  readonly home: string;
}

/** Runs kubectl to its end. A failing command is a result; rejects only when it cannot be run, is aborted or takes too long. */
export async function runKubectl(
  { binary, kubeconfigPath, home }: KubectlSetup,
  args: readonly string[],
  { stdin = '', timeoutMs = 60_000, signal }: KubectlOptions = {},
): Promise<KubectlResult> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const child = spawn(binary, args, {
    env: { PATH: process.env['PATH'], HOME: home, KUBECONFIG: kubeconfigPath },
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    killSignal: 'SIGKILL',
  });
  // kubectl may end without reading its input, which closes the pipe under the write.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? -1);
    });
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
