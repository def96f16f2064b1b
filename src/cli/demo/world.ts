import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, parseConfig, PrometheusMetrics, runOperator, SystemClock } from '../../app/index.ts';
import { startInfisical, startKube } from '#testkit';
import { DemoCluster } from './cluster.ts';
import { pushedObjects, sampleObjects, type Manifest } from './objects.ts';

/** Everything that runs in a demo. */
export interface World {
  readonly kubeconfig: string;
  readonly infisicalUrl: string;
  readonly cluster: DemoCluster;
  /** The objects that a user would apply. */
  readonly samples: readonly Manifest[];
  /** The objects by which a user would have a Secret pushed. */
  readonly pushedSamples: readonly Manifest[];
  /** What the operator logged so far, by line. */
  readonly log: () => readonly string[];
  /** Changes a secret in Infisical; undefined removes it. */
  setSecret(key: string, value: string | undefined): void;
  /** Values of a folder of Infisical, by key. */
  stored(path: string): Readonly<Record<string, string>>;
  infisicalDown(): Promise<void>;
  infisicalUp(): Promise<void>;
  /** Starts the operator; resolves when it works. */
  startOperator(): Promise<void>;
  /** Stops all, in order, and removes what was made. Never rejects. */
  stop(): Promise<void>;
}

/** Starts Infisical, and a Kubernetes API unless a kubeconfig of the user's own is given. */
export async function createWorld(ownKubeconfig: string | undefined): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-demo-'));
  const infisical = await startInfisical({ era: '26' });
  const project = infisical.project({ slug: 'shop', name: 'Shop', environments: ['dev', 'prod'] });
  const identity = infisical.identity({ name: 'shop-operator', universal: {}, projects: [project] });
  infisical.secret(project, 'prod', '/', 'DB_URL', 'postgres://shop@db.internal:5432/shop');
  infisical.secret(project, 'prod', '/', 'API_KEY', 'first-value');

  const kube = ownKubeconfig === undefined ? await startKube() : undefined;
  const kubeconfig = ownKubeconfig ?? join(folder, 'kubeconfig.yaml');
  if (kube !== undefined) await writeFile(kubeconfig, kube.kubeconfig(), { mode: 0o600 });

  const quiet = {
    clock: new SystemClock(),
    log: createLog('error', () => undefined),
    metrics: new PrometheusMetrics(),
  };
  const cluster = new DemoCluster(kubeconfig, quiet);
  const stopping = new AbortController();
  let operator: Promise<unknown> = Promise.resolve();
  const lines: string[] = [];

  return {
    kubeconfig,
    infisicalUrl: infisical.url,
    cluster,
    samples: sampleObjects(infisical.url, identity),
    pushedSamples: pushedObjects(infisical.url),
    log: () => lines,
    setSecret: (key, value) => {
      if (value === undefined) infisical.removeSecret(project, 'prod', '/', key);
      else infisical.secret(project, 'prod', '/', key, value);
    },
    stored: (path) => infisical.secrets(project, 'prod', path),
    infisicalDown: () => infisical.down(),
    infisicalUp: () => infisical.up(),
    startOperator: async () => {
      const config = parseConfig(
        {
          kubeconfig,
          allowHttp: 'true',
          allowLoopback: 'true',
          listenAddress: '127.0.0.1',
          listenPort: '0',
          shutdownSeconds: '5',
        },
        {},
      );
      await new Promise<void>((resolve, reject) => {
        operator = runOperator(config, {
          signal: stopping.signal,
          environment: {},
          writeLog: (line) => lines.push(line),
          onWorking: () => {
            resolve();
          },
        }).catch((error: unknown) => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
    },
    stop: async () => {
      const patience = AbortSignal.timeout(10_000);
      await cluster.cleanUp(patience).catch(() => undefined);
      stopping.abort();
      await operator.catch(() => undefined);
      await cluster.close().catch(() => undefined);
      await kube?.stop();
      await infisical.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
