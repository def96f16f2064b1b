import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';

import type { Watchdog } from './watchdog.ts';

/** What to start, and where its output goes. */
export interface ServerCommand {
  readonly name: string;
  readonly binary: string;
  readonly args: readonly string[];
  /** Appended to, so that a restarted server continues its log. */
  readonly logFile: string;
  readonly watchdog: Watchdog;
}

const GRACE_MS = 10_000;

/** One server of the test cluster, as a child process whose output goes to a file. */
export class ServerProcess {
  private constructor(
    private readonly command: ServerCommand,
    private readonly child: ChildProcess,
    readonly pid: number,
    /** Resolves with the exit code or the name of the signal once the process is gone. Never rejects. */
    readonly exited: Promise<string>,
  ) {}

  /** Resolves once the process exists, which says nothing about its readiness; rejects when the binary cannot be run. */
  static async start(command: ServerCommand): Promise<ServerProcess> {
    const log = await open(command.logFile, 'a');
    try {
      // A file rather than pipes: no back-pressure on a busy server. A group of its own keeps Ctrl-C for the watchdog.
      const child = spawn(command.binary, command.args, {
        stdio: ['ignore', log.fd, log.fd],
        detached: true,
        env: { PATH: process.env['PATH'] },
      });
      const exited = new Promise<string>((resolve) => {
        child.once('exit', (code, signal) => {
          resolve(signal ?? `code ${String(code)}`);
        });
      });
      await once(child, 'spawn');
      const { pid } = child;
      if (pid === undefined) throw new Error(`${command.name} has no process id although it was started`);
      command.watchdog.watch(pid);
      void exited.then(() => {
        command.watchdog.forget(pid);
      });
      return new ServerProcess(command, child, pid, exited);
    } finally {
      await log.close();
    }
  }

  get name(): string {
    return this.command.name;
  }

  /** Sends the signal, after 10 s SIGKILL, and resolves when the process is gone. Safe to call again or when it has died. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.child.kill(signal);
    const kill = setTimeout(() => this.child.kill('SIGKILL'), GRACE_MS);
    await this.exited;
    clearTimeout(kill);
  }

  /** The last lines of its output, for the message of a failure. */
  async logTail(lines = 30): Promise<string> {
    const text = await readFile(this.command.logFile, 'utf8');
    return text.trimEnd().split('\n').slice(-lines).join('\n');
  }
}
