import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const BUNDLE = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const SOURCES = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

/** Which form of the operator is run: the bundle of `npm run build`, the sources where there is none, or a file that was asked for. */
export type OperatorForm = 'bundle' | 'sources' | 'other';

/** The operator that is to be run, as the command line of Node. */
export interface OperatorProgram {
  readonly form: OperatorForm;
  readonly args: readonly string[];
}

/** `file`: an operator to run instead of what is in this repository. */
export function operatorProgram(file?: string): OperatorProgram {
  if (file !== undefined) return { form: 'other', args: [file] };
  if (existsSync(BUNDLE)) return { form: 'bundle', args: [BUNDLE] };
  return { form: 'sources', args: ['--import', 'tsx', SOURCES] };
}

/** How the operator is run. */
export interface OperatorProcessOptions {
  readonly program: OperatorProgram;
  readonly kubeconfig: string;
  readonly concurrency: number;
  /** Folder for a CPU profile, written when the process ends. */
  readonly cpuProfile: string | undefined;
}

const Line = z.object({ msg: z.string(), probes: z.number().optional() });
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** A running operator. */
export class OperatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    private readonly port: number,
    /** Milliseconds from the start of the process until it began to work. */
    readonly startMs: number,
    /** When it began to work, by `performance.now`. */
    readonly workingAt: number,
  ) {}

  /** Starts it with its default settings; resolves when it says that it works. */
  static async start({
    program,
    kubeconfig,
    concurrency,
    cpuProfile,
  }: OperatorProcessOptions): Promise<OperatorProcess> {
    const profile = cpuProfile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${cpuProfile}`];
    const flags = [
      '--kubeconfig',
      kubeconfig,
      '--concurrency',
      String(concurrency),
      '--allow-http',
      'true',
      '--allow-loopback',
      'true',
    ];
    const probes = ['--listen-address', '127.0.0.1', '--listen-port', '0'];
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...profile, ...program.args, 'run', ...flags, ...probes], {
      cwd: REPOSITORY,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const port = await untilWorking(child);
      const workingAt = performance.now();
      if (child.pid === undefined) throw new Error('the operator could not be started');
      return new OperatorProcess(child, child.pid, port, workingAt - startedAt, workingAt);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Its metrics page. */
  async metrics(): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/metrics`, { signal: AbortSignal.timeout(10_000) });
    return answer.text();
  }

  /** Ends it as a cluster would; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit', { signal: AbortSignal.timeout(STOP_TIMEOUT_MS) });
    this.child.kill('SIGTERM');
    await gone;
  }
}

/** Reads the log until the operator works; resolves to the port of its probes. What it logs later is read and dropped. */
function untilWorking(child: ChildProcess): Promise<number> {
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  return new Promise((resolve, reject) => {
    let port = 0;
    const timer = setTimeout(() => {
      reject(new Error('the operator did not begin to work in time'));
    }, START_TIMEOUT_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the operator ended with code ${code ?? 'none'}`));
    });
    const read = (text: string): void => {
      const { msg, probes } = Line.parse(JSON.parse(text));
      port = probes ?? port;
      if (msg !== 'working') return;
      clearTimeout(timer);
      lines.off('line', read);
      resolve(port);
    };
    lines.on('line', read);
  });
}
