import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/**
 * Keeps servers from outliving the test process. A small process of its own waits at the end of a pipe; when the pipe
 * closes, be it by a crash, Ctrl-C or SIGKILL of the tests, it kills what is still registered and removes the folder.
 * Signal handlers could not do that for SIGKILL, and would change how the test runner itself reacts to signals.
 */
export class Watchdog {
  private constructor(
    private readonly process: ChildProcess,
    private readonly pipe: Writable,
  ) {}

  /** Resolves when the watchdog runs; `folder` is removed when the watch ends. Rejects when it cannot be started. */
  static async start(folder: string): Promise<Watchdog> {
    const program = fileURLToPath(new URL('watchdog-process.ts', import.meta.url));
    // A group of its own, so that a Ctrl-C meant for the tests leaves it alive. Node 22 calls type stripping experimental.
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, folder], {
      stdio: ['pipe', 'ignore', 'inherit'],
      detached: true,
      env: {},
    });
    await once(child, 'spawn');
    // EPIPE here means that the watchdog was killed by somebody: an orderly stop still works without it.
    child.stdin.on('error', () => undefined);
    return new Watchdog(child, child.stdin);
  }

  /** From now on, `pid` is killed when this process ends. */
  watch(pid: number): void {
    this.pipe.write(`+${pid}\n`);
  }

  /** To call when `pid` has ended, because the number may be given to another process. */
  forget(pid: number): void {
    this.pipe.write(`-${pid}\n`);
  }

  /** Ends the watch: kills what is still registered, removes the folder, and resolves when both are done. */
  async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.pipe.end();
    await exited;
  }
}
