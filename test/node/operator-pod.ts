import { readFile, readdir, readlink } from 'node:fs/promises';

/** Ticks of the clock that the kernel counts processor time in, a constant of its interface to programs. */
const TICKS_PER_SECOND = 100;
const COMMAND_LINE = '/nodejs/bin/node\0/app/main.js\0run\0';

/** The processes of the containers of the operator, as the node sees them. */
export async function operatorPids(): Promise<readonly number[]> {
  const pids: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const commandLine = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (commandLine.startsWith(COMMAND_LINE)) pids.push(Number(entry));
  }
  return pids;
}

/** The process of the operator in the pod of that name; rejects when there is none. */
export async function pidOfPod(pod: string): Promise<number> {
  for (const pid of await operatorPids()) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(`HOSTNAME=${pod}`)) return pid;
  }
  throw new Error(`no process of the operator runs in the pod ${pod}`);
}

/** Numbers of all processes that share the process table of this one. */
export async function processesBeside(pid: number): Promise<readonly number[]> {
  const table = await readlink(`/proc/${pid}/ns/pid`);
  const beside: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    if ((await readlink(`/proc/${entry}/ns/pid`).catch(() => '')) === table) beside.push(Number(entry));
  }
  return beside;
}

/** Processor time that a process has used so far, all its threads together, in milliseconds. */
export async function processorMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name in parentheses; user and system time are the 14th and 15th field (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Ids of user and group that a process runs as: real, effective, saved and of the file system. */
export async function idsOf(pid: number): Promise<{ readonly user: string; readonly group: string }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): string => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? '';
  return { user: field('Uid'), group: field('Gid') };
}
