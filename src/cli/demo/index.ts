import { Command } from 'commander';
import { Listr } from 'listr2';
import { z } from 'zod';
import { instructions, live } from './live.ts';
import { LIFE, SETUP, type Step } from './story.ts';
import { createWorld, type World } from './world.ts';

const Flags = z.object({ once: z.boolean().default(false), kubeconfig: z.string().optional() });

/** `demo`: the operator at work, with an Infisical and a Kubernetes API inside this process. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('Shows the operator at work: nothing else needs to be installed.')
    .option('--once', 'run the whole story unattended, and exit 0 when every step came out as it should, else 1')
    .option('--kubeconfig <path>', 'use this cluster instead of the built-in API server')
    .action(async (given: unknown) => {
      const { once, kubeconfig } = Flags.parse(given);
      process.exitCode = await demo(once, kubeconfig);
      // Connections that are still closing must not keep a finished demo alive.
      setTimeout(() => process.exit(), 1_000).unref();
    });
}

async function demo(once: boolean, kubeconfig: string | undefined): Promise<number> {
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort();
  });
  process.once('SIGTERM', () => {
    stop.abort();
  });
  const world = await createWorld(kubeconfig);
  try {
    await tell([...SETUP, ...(once ? LIFE : [])], world, stop.signal);
    if (once) return 0;
    process.stdout.write(instructions(world));
    await live(
      world,
      (line) => process.stdout.write(`${new Date().toISOString().slice(11, 19)}  ${line}\n`),
      stop.signal,
    );
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    process.stderr.write(`the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write(world.log().slice(-20).join(''));
    return 1;
  } finally {
    process.stdout.write('stopping\n');
    await world.stop();
  }
}

/** Runs the steps one after the other, ticking them off; rejects at the first that fails. */
async function tell(steps: readonly Step[], world: World, signal: AbortSignal): Promise<void> {
  const list = new Listr(
    steps.map((step) => ({
      title: step.title,
      rendererOptions: { persistentOutput: true },
      task: async (_context, task) => {
        await step.run(
          world,
          (line) => {
            task.output = line;
          },
          signal,
        );
      },
    })),
    { fallbackRenderer: 'simple', registerSignalListeners: false },
  );
  await list.run();
}
