// The program that Watchdog starts with plain `node`: no imports of the project, and only syntax that type stripping removes.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const folder = process.argv[2];
const watched = new Set<number>();

// Ctrl-C and a closing terminal reach whole process groups; this process has to outlive the one it watches.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) watched.add(pid);
  else watched.delete(pid);
});

// The pipe closes when the test process has ended, however it ended: orderly stops leave nothing to do here.
lines.on('close', () => {
  for (const pid of watched) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
  // A server that is just dying may still add a file while the folder is emptied, hence the retries.
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});
