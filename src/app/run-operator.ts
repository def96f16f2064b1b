import type { Clock, Log, PluginManifest } from '#kernel';
import type { Environment } from '../platform/index.ts';
import { composeOperator } from './compose.ts';
import type { Config } from './options.ts';
import { statusPages } from './status-page/index.ts';
import { SystemClock } from './system-clock.ts';
import { openExtraPlugins } from './extra-plugins.ts';
import { PrometheusMetrics, createLog, serveProbes, type Health } from './telemetry/index.ts';
import { VERSION } from './version.ts';

/** How a run is steered from outside. */
export interface RunControl {
  /** Aborted: stop in good order. */
  readonly signal: AbortSignal;
  /** Takes each line of the log, newline included. */
  readonly writeLog: (line: string) => void;
  /** Environment variables for login methods of clouds. */
  readonly environment: Environment;
  /** Plugins besides the built-in ones. */
  readonly plugins?: readonly PluginManifest[];
  /** Called once when the operator works, with the port of the probes. */
  onWorking?(port: number): void;
}

/**
 * Runs the operator until the signal aborts or the lease is lost. Resolves to the exit code: 0 after a stop in good order, 1 when the lease was lost or the
 * stop took longer than it may. Rejects when it could not start.
 */
export async function runOperator(config: Config, control: RunControl): Promise<number> {
  const clock = new SystemClock();
  const log = createLog(config.logLevel, control.writeLog, config.logFormat);
  const metrics = new PrometheusMetrics({ runtime: true });
  const { environment, plugins = [] } = control;
  const extra = await openExtraPlugins(config, { clock, log, environment });
  const operator = composeOperator(config, {
    clock,
    random: { next: Math.random },
    log,
    metrics,
    environment,
    plugins: [...plugins, ...extra.plugins],
    refusedPlugins: extra.refused,
  });
  extra.start();
  const address = { host: config.listenAddress, port: config.listenPort };
  const health: Health = { live: () => true, ready: () => operator.ready() };
  const pages = config.statusPage ? statusPages(() => operator.status()) : [];
  const probes = await serveProbes(address, health, metrics, pages);
  log.info('starting', { version: VERSION, node: process.versions.node, probes: probes.port });

  let lost: Error | undefined;
  const ended = new Promise<void>((resolve) => {
    control.signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
    if (control.signal.aborted) resolve();
    operator
      .start((reason) => {
        lost = reason;
        resolve();
      })
      .then(
        () => control.onWorking?.(probes.port),
        (error: unknown) => {
          if (!control.signal.aborted) lost = error instanceof Error ? error : new Error(String(error));
          resolve();
        },
      );
  });
  await ended;
  if (lost !== undefined) log.error('the operator must end', { error: lost });
  const inTime = await withinTime(clock, log, config.shutdownSeconds * 1_000, async (withinMs) => {
    await operator.stop(withinMs);
    await extra.close();
    await probes.close();
  });
  return inTime && lost === undefined ? 0 : 1;
}

/** Runs a stop with a limit; false when it was reached. What hangs then is left to the end of the process. */
async function withinTime(
  clock: Clock,
  log: Log,
  withinMs: number,
  stop: (withinMs: number) => Promise<void>,
): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.timer(withinMs, () => {
      log.warn('the stop took too long and was cut short', { withinMs });
      resolve(false);
    });
    stop(withinMs * 0.9).then(
      () => {
        timer.cancel();
        resolve(true);
      },
      (error: unknown) => {
        timer.cancel();
        log.error('the stop failed', { error });
        resolve(false);
      },
    );
  });
}
