import type { PluginManifest, Random } from '#kernel';
// The composition is not part of the door of src/app: nobody but a test has another clock to give.
import { composeOperator } from '../../../src/app/compose.ts';
import { openExtraPlugins } from '../../../src/app/extra-plugins.ts';
import { PrometheusMetrics, createLog, parseConfig } from '../../../src/app/index.ts';
import { FakeClock } from '../../../src/testkit/index.ts';
import { eventually } from './eventually.ts';
import { InFlight } from './in-flight.ts';
import { FLAGS, type Flags, type RunningOperator } from './operator.ts';
import { PassBook } from './pass-book.ts';
import type { Seat } from './server.ts';

/** An operator whose time passes when the test says so; all else is real. */
export interface StoppedClockOperator extends RunningOperator {
  readonly book: PassBook;
  /** Lets time pass, and resolves when that many passes more have ended. */
  pass(ms: number, passes: number): Promise<void>;
  /** Lets time pass from one timer to the next. Between two of them all requests are answered, so that none takes any time. */
  run(ms: number): Promise<void>;
  /** Requests to this address are never answered: `run` does not wait for them. */
  ignore(url: string): void;
  /** Passes that have ended so far. */
  passes(): number;
}

/** What an operator with a stopped clock is run with; all may be left out. */
export interface StoppedClockOptions {
  readonly flags?: Flags;
  /** To share it with a server. */
  readonly clock?: FakeClock;
  /** Unless given, all come back at the end of their spread: a pass that began earlier within one step of the clock would seem to take seconds. */
  readonly random?: Random;
}

/** Starts an operator on a clock that stands still; resolves when it works. */
export async function startStoppedClockOperator(
  seat: Seat,
  { flags = {}, clock = new FakeClock(), random = { next: () => 0.999 } }: StoppedClockOptions = {},
  plugins: readonly PluginManifest[] = [],
): Promise<StoppedClockOperator> {
  const log: string[] = [];
  const book = new PassBook();
  const inFlight = new InFlight();
  const config = parseConfig({ ...FLAGS, kubeconfig: seat.kubeconfigPath, ...flags }, {});
  const metrics = new PrometheusMetrics({ runtime: false });
  const writeLog = (line: string): void => {
    log.push(line);
    book.read(line, clock.monotonic());
  };
  const operatorLog = createLog('debug', writeLog);
  const extra = await openExtraPlugins(config, { clock, log: operatorLog, environment: {} });
  const operator = composeOperator(config, {
    clock,
    random,
    log: operatorLog,
    metrics,
    environment: {},
    plugins: [...plugins, ...extra.plugins],
    refusedPlugins: extra.refused,
  });
  extra.start();
  await operator.start((reason) => log.push(`lost: ${reason.message}\n`));
  const passes = (): number => book.ended.length;
  let stopped: Promise<number> | undefined;
  return {
    log,
    url: undefined,
    book,
    passes,
    pass: async (ms, more) => {
      const wanted = passes() + more;
      await clock.advance(ms);
      await eventually(`${wanted} passes`, () => passes() >= wanted || undefined, { withinMs: 30_000 }, passes);
    },
    run: async (ms) => {
      const untilMs = clock.monotonic() + ms;
      await inFlight.settled();
      while (clock.monotonic() < untilMs) {
        await clock.advance(Math.min(clock.nextTimerMs ?? Infinity, untilMs - clock.monotonic()));
        await inFlight.settled();
      }
    },
    ignore: (url) => {
      inFlight.ignore(url);
    },
    metrics: async () => (await metrics.expose()).text,
    calls: () => seat.calls(),
    stop: () => {
      inFlight.stop();
      return (stopped ??= inTime(
        clock,
        operator.stop(10_000).then(() => extra.close()),
      ));
    },
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
