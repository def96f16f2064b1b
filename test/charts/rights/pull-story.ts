import { aWorkload, pluralOf, type WorkloadKind } from '../../builders/workload.ts';
import { eventually } from '../../e2e/harness/index.ts';
import type { Cast, Stage } from './stage.ts';

const RELOADERS: readonly (readonly [string, WorkloadKind])[] = [
  ['reload.deployment', 'Deployment'],
  ['reload.stateful-set', 'StatefulSet'],
  ['reload.daemon-set', 'DaemonSet'],
  ['reload.argo-rollout', 'Rollout'],
  ['reload.cron-job', 'CronJob'],
];
const FINALIZER = 'secrets.infisical.com/owned-targets';
const CONFIG_MAP = { configMapName: 'app', template: { data: { sum: '{{ .DB_URL.Value | sha256sum }}' } } };

/** Objects that are there before the operator, changes, targets that are dropped, a failure that comes back, and a resource that goes. */
export class PullStory {
  constructor(
    private readonly stage: Stage,
    private readonly namespace: string,
    private readonly cast: Cast,
  ) {}

  /** What is there before the operator. */
  async begin(): Promise<void> {
    const { namespace } = this;
    const { scene } = this.stage;
    // Are taken over, which needs a look at them.
    const annotations = { 'secrets.infisical.com/adopt': 'true' };
    await scene.createSecret('app', {}, { annotations }, namespace);
    const metadata = { namespace, name: 'app', annotations };
    await scene.server.api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    for (const kind of this.workloads()) {
      const uses = [{ by: 'envFrom', secret: 'app' } as const];
      await scene.server.api.create(pluralOf(kind), aWorkload({ kind, namespace, name: 'web', uses }));
    }
  }

  /** Everything that makes it work. */
  async run(): Promise<void> {
    const { stage, namespace, cast } = this;
    await this.apply('app', {
      targets: [{ secretName: 'app' }, { secretName: 'dropped', creationPolicy: 'Owner' }],
      configMaps: [CONFIG_MAP, { ...CONFIG_MAP, configMapName: 'dropped', creationPolicy: 'Owner' }],
    });
    await stage.rests('infisicalsecrets', namespace, 'app', 'True');
    await this.restarts();
    await this.apply('app', {});
    await stage.rests('infisicalsecrets', namespace, 'app', 'True');
    // The same within minutes: its Event is written, and then counted.
    for (const _ of [1, 2]) {
      await this.apply('app', { authentication: stage.pullLogin(cast, namespace, 'nowhere') });
      await stage.rests('infisicalsecrets', namespace, 'app', 'False');
      await this.apply('app', {});
      await stage.rests('infisicalsecrets', namespace, 'app', 'True');
    }
    if (cast.other !== undefined) {
      await this.apply('across', { authentication: stage.pullLogin(cast, cast.other), configMaps: [] });
      await stage.rests('infisicalsecrets', namespace, 'across', 'True');
    }
    // May have been left there by an operator that worked in more namespaces.
    const finalizers = { metadata: { finalizers: [FINALIZER] } };
    await stage.scene.server.api.patch('infisicalsecrets', namespace, 'app', finalizers);
    await stage.remove('infisicalsecrets', namespace, 'app');
  }

  private workloads(): readonly WorkloadKind[] {
    return RELOADERS.filter(([plugin]) => this.cast.has(plugin)).map(([, kind]) => kind);
  }

  private apply(name: string, options: object): Promise<unknown> {
    const { stage, namespace, cast } = this;
    const usual = { authentication: stage.pullLogin(cast, namespace), configMaps: [CONFIG_MAP] };
    const manifest = stage.scene.resource({ name, namespace, ...usual, ...options });
    return stage.scene.server.api.apply('infisicalsecrets', manifest);
  }

  private async restarts(): Promise<void> {
    const { namespace } = this;
    const { scene } = this.stage;
    scene.plant('DB_URL');
    const metadata = { annotations: { 'secrets.infisical.com/force-sync': namespace } };
    await scene.server.api.patch('infisicalsecrets', namespace, 'app', { metadata });
    for (const kind of this.workloads()) {
      await eventually(`${kind} to be restarted`, async () => {
        const present = await scene.server.api.get(pluralOf(kind), namespace, 'web');
        return present?.metadata.generation === 2 ? true : undefined;
      });
    }
  }
}
