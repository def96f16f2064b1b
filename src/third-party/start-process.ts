import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CODE_FOLDER, SCRIPT } from './places.ts';
import type { PluginCode } from './plugin-code.ts';

/** Of its objects. What they refer to outside of that, such as buffers, counts to the whole only. */
const HEAP_MB = 64;
/** Of all that is resident; an idle process of Node.js has 45. */
export const MOST_MB = 192;

/** What is granted besides for a module of Node.js that the manifest asks for. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  'node:child_process': ['--allow-child-process'],
  'node:worker_threads': ['--allow-worker'],
  'node:fs': ['--allow-fs-read=*', '--allow-fs-write=*'],
  'node:fs/promises': ['--allow-fs-read=*', '--allow-fs-write=*'],
};

/**
 * Starts the process of a plugin. It may read the operator's own code and no other file, and may start nothing, unless its manifest asks for it; it has the
 * variables that it asks for and a group of its own.
 */
export function startProcess({ data, env }: PluginCode): ChildProcess {
  const script = fileURLToPath(SCRIPT);
  const granted = new Set(data.modules.flatMap((module) => GRANTS[module] ?? []));
  const child = fork(script, [], {
    execArgv: [
      '--permission',
      `--allow-fs-read=${fileURLToPath(CODE_FOLDER)}`,
      ...granted,
      `--max-old-space-size=${HEAP_MB}`,
      '--max-semi-space-size=8',
    ],
    env: { ...env },
    cwd: '/',
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  // It must not keep a stopped operator alive.
  child.unref();
  child.channel?.unref();
  return child;
}

/** Ends a process at once, with all that it has started. To be called once, and when it has ended by itself at once: then what it started may live on. */
export function killProcess(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Megabytes that are resident; undefined where nobody can tell. */
export async function residentMb({ pid }: ChildProcess): Promise<number | undefined> {
  try {
    const text = await readFile(`/proc/${pid ?? 0}/status`, 'utf8');
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
    return found === undefined ? undefined : Number(found) / 1_024;
  } catch {
    return undefined;
  }
}
