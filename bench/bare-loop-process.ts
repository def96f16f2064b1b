import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BareLoopEnd, type BareLoopTask } from './bare-loop-task.ts';

const PROGRAM = fileURLToPath(new URL('bare-loop.ts', import.meta.url));
const TIMEOUT_MS = 600_000;

/** A bare loop that has begun to work. */
export interface BareLoopRun {
  /** By `performance.now`. */
  readonly workingAt: number;
  /** Resolves when it has ended; rejects when it failed. */
  readonly ended: Promise<BareLoopEnd>;
}

/** Runs the bare loop in a process of its own; resolves when it begins to work. */
export function startBareLoop(task: BareLoopTask): Promise<BareLoopRun> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const ended = new Promise<BareLoopEnd>((endResolve, endReject) => {
      child.once('error', endReject);
      child.once('close', (code) => {
        if (code === 0) endResolve(BareLoopEnd.parse(JSON.parse(lines.at(-1) ?? '')));
        else endReject(new Error(`the bare loop ended with code ${code ?? 'none'}`));
      });
    });
    ended.catch(reject);
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line === 'working') resolve({ workingAt: performance.now(), ended });
    });
    child.stdin.end(JSON.stringify(task));
  });
}
