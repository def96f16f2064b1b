import { text } from 'node:stream/consumers';
import { ApiClient } from './api-client.ts';
import { BareLoopTask, type BareLoopEnd } from './bare-loop-task.ts';
import { inParallel } from './in-parallel.ts';
import { paths } from './objects.ts';

// A program of its own, started by `BareLoopProcess`: the least that any client could do for the same end state. For each
// resource it creates the Secret and patches the status; it reads nothing, watches nothing, decides nothing.
const task = BareLoopTask.parse(JSON.parse(await text(process.stdin)));
const { access, namespace, names, concurrency, secret, status } = task;
const api = new ApiClient(access, concurrency);

process.stdout.write('working\n');
const before = process.cpuUsage();
await inParallel(names, concurrency, async (name) => {
  await api.push({
    method: 'POST',
    path: paths.secrets(namespace),
    body: {
      contentType: 'application/json',
      value: { ...secret, metadata: { ...secret.metadata, namespace, name } },
    },
  });
  await api.push({
    method: 'PATCH',
    path: `${paths.resources(namespace)}/${name}/status`,
    body: { contentType: 'application/merge-patch+json', value: { status } },
  });
});
const { user, system } = process.cpuUsage(before);
const end: BareLoopEnd = { cpuSeconds: (user + system) / 1e6, peakMiB: process.resourceUsage().maxRSS / 1_024 };
process.stdout.write(`${JSON.stringify(end)}\n`);
await api.close();
