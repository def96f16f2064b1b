import { readFile } from 'node:fs/promises';

/** What a process has used up so far, as Linux counts it (proc_pid_stat(5), proc_pid_status(5)). */
export interface ProcessUsage {
  /** User and system time of all threads, in seconds. */
  readonly cpuSeconds: number;
  /** Resident memory now, in MiB. */
  readonly residentMiB: number;
  /** The most resident memory that it ever had, in MiB. */
  readonly peakMiB: number;
}

/** USER_HZ, which is 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Reads the usage of a running process. Rejects where there is no /proc, or no such process. */
export async function processUsage(pid: number): Promise<ProcessUsage> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  // The second field is the name in parentheses, which may hold blanks; the fields after it are counted from 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[14 - 3]) + Number(fields[15 - 3]);
  return {
    cpuSeconds: ticks / TICKS_PER_SECOND,
    residentMiB: kibibytes(status, 'VmRSS') / 1_024,
    peakMiB: kibibytes(status, 'VmHWM') / 1_024,
  };
}

function kibibytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? NaN);
}
