import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock, createLog, parseConfig } from '../../src/app/index.ts';
import { composeOperator } from '../../src/app/compose.ts';
import type { Counter, Gauge, Histogram, Metrics } from '../../src/kernel/index.ts';

/** A metric as it is declared. */
export interface DeclaredMetric {
  /** With the prefix. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

const PREFIX = 'infisical_operator_';
/** Nobody is called: an operator that is composed and not started opens nothing. */
const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: none
clusters: [{ name: none, cluster: { server: 'http://127.0.0.1:1' } }]
users: [{ name: none, user: {} }]
contexts: [{ name: none, context: { cluster: none, user: none } }]
`;

/** Composes an operator with everything on, never starts it, and lets it declare its metrics to these. */
export async function declareMetrics(metrics: Metrics): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-metrics-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, KUBECONFIG);
    composeOperator(parseConfig({ kubeconfig, leaderElect: 'true' }, {}), {
      clock: new SystemClock(),
      random: { next: () => 0 },
      log: createLog('error', () => undefined),
      metrics,
      environment: {},
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every metric of the operator's own, by name. */
export async function metricsCatalog(): Promise<readonly DeclaredMetric[]> {
  const declarations = new Declarations();
  await declareMetrics(declarations);
  return [...declarations.found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

class Declarations implements Metrics {
  readonly found = new Map<string, DeclaredMetric>();

  counter(name: string, help: string, labels: readonly string[] = []): Counter {
    this.note({ name: PREFIX + name, type: 'counter', help, labels });
    return { inc: () => undefined };
  }

  gauge(name: string, help: string, labels: readonly string[] = []): Gauge {
    this.note({ name: PREFIX + name, type: 'gauge', help, labels });
    return { set: () => undefined };
  }

  histogram(name: string, help: string, labels: readonly string[] = []): Histogram {
    this.note({ name: PREFIX + name, type: 'histogram', help, labels });
    return { observe: () => undefined, zero: () => undefined };
  }

  private note(metric: DeclaredMetric): void {
    this.found.set(metric.name, metric);
  }
}
