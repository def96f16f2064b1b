import type { Clock, Random } from '#kernel';
import { SystemClock } from '../../src/app/system-clock.ts';
import { KubeClient, loadKubeConfig, type InformerContext } from '../../src/kube/index.ts';
import { FixedRandom, RecordingLog, RecordingMetrics } from '../../src/testkit/fakes/index.ts';
import type { TestServer } from './test-server.ts';

/** A client and what informers need, all closed together. */
export interface Harness extends InformerContext {
  readonly client: KubeClient;
  readonly log: RecordingLog;
  readonly metrics: RecordingMetrics;
  readonly signal: AbortSignal;
  /** To be stopped by `close`, the latest first. */
  onClose(stop: () => Promise<void>): void;
  close(): Promise<void>;
}

/** Connects the code under test to a server, by default on the clock of the machine. */
export function harness(
  server: TestServer,
  { clock = new SystemClock(), random = new FixedRandom() }: { readonly clock?: Clock; readonly random?: Random } = {},
): Harness {
  const log = new RecordingLog();
  const metrics = new RecordingMetrics();
  const access = loadKubeConfig({ kubeconfig: server.kubeconfigPath });
  const client = new KubeClient({ access, clock, log, metrics, userAgent: 'under-test' });
  const stops: (() => Promise<void>)[] = [];
  return {
    client,
    clock,
    random,
    log,
    metrics,
    signal: new AbortController().signal,
    onClose: (stop) => {
      stops.unshift(stop);
    },
    async close() {
      for (const stop of stops) await stop();
      await client.close();
    },
  };
}
