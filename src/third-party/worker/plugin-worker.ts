import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, ThreadData, ToThread } from '../protocol.ts';
import { importPlugin } from './import-plugin.ts';
import { PluginCalls } from './plugin-calls.ts';
import { takeAway } from './take-away.ts';

// Both come from the operator, which is this program: nothing of a plugin has run yet.
const { entry, files, modules, config } = workerData as ThreadData;
const port = parentPort;
if (port === null) throw new Error('this module is for a thread of its own');
const send = port.postMessage.bind(port) as (message: FromThread) => void;

const calls = new PluginCalls(send);
port.on('message', (message: ToThread) => {
  calls.take(message);
});
takeAway();

const loaded = await importPlugin({ entry, files, modules });
if ('make' in loaded) {
  try {
    calls.begin(await loaded.make(calls.door(), config));
    send({ kind: 'ready' });
  } catch (error) {
    send({ kind: 'broken', stack: stackOf(error), refused: '' });
  }
} else {
  send({ kind: 'broken', stack: stackOf(loaded.error), refused: loaded.refused });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? String(error.stack).slice(0, 8_192) : '';
}
