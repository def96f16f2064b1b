import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { optionEntries } from '../../../src/app/index.ts';
import { FLAGS, type Flags } from './operator.ts';
import type { Seat } from './server.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** A cold start compiles the sources first. */
const START_MS = 30_000;

/** An operator in a process of its own, to be ended as a crash would. */
export interface OperatorProcess {
  /** The lines of its output so far. */
  readonly log: readonly string[];
  /** Ends it at once, without a chance to do anything; resolves when it is gone. Safe to call again. */
  kill(): Promise<void>;
}

/** Starts an operator as its command line does; resolves when it works. */
export async function startOperatorProcess(seat: Seat, flags: Flags = {}): Promise<OperatorProcess> {
  const given: Flags = { ...FLAGS, kubeconfig: seat.kubeconfigPath, ...flags };
  const options = optionEntries().flatMap(([name, { flag }]) => {
    const value = given[name];
    return value === undefined ? [] : [`--${flag}`, value];
  });
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'run', ...options], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const log: string[] = [];
  let told = (): void => undefined;
  const working = new Promise<void>((resolve) => {
    told = resolve;
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.push(`${line}\n`);
      if (line.includes('"msg":"working"')) told();
    });
  }
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  const late = AbortSignal.timeout(START_MS);
  const first = await Promise.race([working.then(() => 'working'), exited, once(late, 'abort')]);
  if (first === 'working') return { log, kill };
  await kill();
  throw new Error(`the operator did not come to work:\n${log.slice(-20).join('')}`);
}
