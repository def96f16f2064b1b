// A process as the tests are one: starts a watchdog and a server, says so, and then ends in the way of its last argument.
import { spawn } from 'node:child_process';

import { Watchdog } from './watchdog.ts';

const [folder = '', end = ''] = process.argv.slice(2);
const watchdog = await Watchdog.start(folder);
// It inherits the output, so whoever reads that sees it end only when this server has ended too.
const server = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 60_000)'], {
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
watchdog.watch(server.pid ?? 0);
process.stdout.write('started\n');
if (end === 'process.exit') process.exit(0);
if (end === 'an exception') throw new Error('thrown by the fixture');
