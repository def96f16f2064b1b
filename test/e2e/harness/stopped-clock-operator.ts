import type { PluginManifest } from '#kernel';
// The composition is not part of the door of src/app: nobody but a test has another clock to give.
import { composeOperator } from '../../../src/app/compose.ts';
import { PrometheusMetrics, createLog, parseConfig } from '../../../src/app/index.ts';
import { FakeClock } from '../../../src/testkit/index.ts';
import { eventually } from './eventually.ts';
import { FLAGS, type Flags, type RunningOperator } from './operator.ts';
import type { Seat } from './server.ts';

/** An operator whose time passes when the test says so; all else is real. */
export interface StoppedClockOperator extends RunningOperator {
  /** Lets time pass, and resolves when that many passes more have ended. */
  pass(ms: number, passes: number): Promise<void>;
  /** Passes that have ended so far. */
  passes(): number;
}

/** Starts an operator on a clock that stands still; resolves when it works. */
export async function startStoppedClockOperator(
  seat: Seat,
  flags: Flags = {},
  plugins: readonly PluginManifest[] = [],
): Promise<StoppedClockOperator> {
  const clock = new FakeClock();
  const log: string[] = [];
  const config = parseConfig({ ...FLAGS, kubeconfig: seat.kubeconfigPath, ...flags }, {});
  const metrics = new PrometheusMetrics({ runtime: false });
  const operator = composeOperator(config, {
    clock,
    // All come back at the end of their spread: a pass that began earlier within one step of the clock would seem to take seconds.
    random: { next: () => 0.999 },
    log: createLog('debug', (line) => log.push(line)),
    metrics,
    environment: {},
    plugins,
  });
  await operator.start((reason) => log.push(`lost: ${reason.message}\n`));
  const passes = (): number => log.filter((line) => line.includes('"msg":"pass ended"')).length;
  let stopped: Promise<number> | undefined;
  return {
    log,
    passes,
    pass: async (ms, more) => {
      const wanted = passes() + more;
      await clock.advance(ms);
      await eventually(`${wanted} passes`, () => passes() >= wanted || undefined, { withinMs: 30_000 }, passes);
    },
    metrics: async () => (await metrics.expose()).text,
    calls: () => seat.calls(),
    stop: () => (stopped ??= inTime(clock, operator.stop(10_000))),
  };
}

/** Lets time pass until the stop has ended: its limits hang on the clock. */
async function inTime(clock: FakeClock, stop: Promise<void>): Promise<number> {
  let running = true;
  const ended = stop.finally(() => {
    running = false;
  });
  await eventually('the operator has stopped', async () => {
    await clock.advance(100);
    return running ? undefined : true;
  });
  await ended;
  return 0;
}
