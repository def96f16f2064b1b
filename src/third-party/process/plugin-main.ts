import type { FromProcess, ProcessData, ToProcess } from '../protocol.ts';
import { importPlugin } from './import-plugin.ts';
import { PluginCalls } from './plugin-calls.ts';
import { takeAway } from './take-away.ts';

// Messages come from the operator, which is this program: they are what their types say.
const channel = process.send?.bind(process);
if (channel === undefined) throw new Error('this program is started by the operator');
const send = (message: FromProcess): void => {
  channel(message);
};

const calls = new PluginCalls(send);
process.on('message', (message: ToProcess) => {
  if (message.kind === 'start') void start(message.data);
  else calls.take(message);
});
// The operator is gone, however it went.
process.on('disconnect', () => {
  process.exit();
});
takeAway();

async function start({ entry, files, modules, config }: ProcessData): Promise<void> {
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
}

function stackOf(error: unknown): string {
  return error instanceof Error ? String(error.stack).slice(0, 8_192) : '';
}
