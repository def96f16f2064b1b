/** How a workload uses an object of a name. */
export type Use =
  | { readonly by: 'env' | 'envFrom' | 'volume' | 'projected' | 'initContainer'; readonly secret: string }
  | { readonly by: 'env' | 'envFrom' | 'volume' | 'projected'; readonly configMap: string };

/** Kinds of workloads, with what each needs besides a pod template. */
const KINDS = {
  Deployment: { plural: 'deployments', apiVersion: 'apps/v1' },
  StatefulSet: { plural: 'statefulsets', apiVersion: 'apps/v1' },
  DaemonSet: { plural: 'daemonsets', apiVersion: 'apps/v1' },
  CronJob: { plural: 'cronjobs', apiVersion: 'batch/v1' },
  Rollout: { plural: 'rollouts', apiVersion: 'argoproj.io/v1alpha1' },
} as const;

/** Kind of a workload. */
export type WorkloadKind = keyof typeof KINDS;

/** What a workload is made of. */
export interface WorkloadOptions {
  readonly kind?: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly uses: readonly Use[];
  /** Default: it asks to be restarted. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest of a workload, and where it is stored. */
export interface WorkloadManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: object;
}

/** Path of a kind of workloads. */
export function pluralOf(kind: WorkloadKind): (typeof KINDS)[WorkloadKind]['plural'] {
  return KINDS[kind].plural;
}

/** A workload whose pods use these objects. No image of it is ever pulled: there are no nodes. */
export function aWorkload({
  kind = 'Deployment',
  namespace,
  name,
  uses,
  annotations = { 'secrets.infisical.com/auto-reload': 'true' },
}: WorkloadOptions): WorkloadManifest {
  const labels = { app: name.slice(0, 63).replace(/[^a-z0-9]+$/, '') };
  const template = { metadata: { labels }, spec: podOf(uses, kind === 'CronJob') };
  const { apiVersion } = KINDS[kind];
  return {
    apiVersion,
    kind,
    metadata: { namespace, name, ...{ annotations } },
    spec:
      kind === 'CronJob'
        ? { schedule: '0 3 * * *', jobTemplate: { spec: { template } } }
        : { selector: { matchLabels: labels }, template, ...(kind === 'StatefulSet' ? { serviceName: 'none' } : {}) },
  };
}

function podOf(uses: readonly Use[], isJob: boolean): object {
  const main = uses.filter(({ by }) => by !== 'initContainer');
  const init = uses.filter(({ by }) => by === 'initContainer');
  return {
    ...(isJob ? { restartPolicy: 'Never' } : {}),
    containers: [{ name: 'main', image: 'registry.example/app:1', ...containerOf(main) }],
    ...(init.length === 0
      ? {}
      : { initContainers: [{ name: 'init', image: 'registry.example/app:1', ...containerOf(init) }] }),
    volumes: main.flatMap((use, index) => volumeOf(use, `volume-${index}`)),
  };
}

function containerOf(uses: readonly Use[]): object {
  return {
    env: uses.flatMap((use, index) => {
      if (use.by !== 'env' && use.by !== 'initContainer') return [];
      const reference = { name: nameOf(use), key: 'DB_URL', optional: true };
      const valueFrom = 'secret' in use ? { secretKeyRef: reference } : { configMapKeyRef: reference };
      return [{ name: `V${index}`, valueFrom }];
    }),
    envFrom: uses.flatMap((use) => {
      if (use.by !== 'envFrom') return [];
      const reference = { name: nameOf(use), optional: true };
      return ['secret' in use ? { secretRef: reference } : { configMapRef: reference }];
    }),
  };
}

function volumeOf(use: Use, name: string): object[] {
  if (use.by === 'volume') {
    return [
      'secret' in use ? { name, secret: { secretName: use.secret } } : { name, configMap: { name: use.configMap } },
    ];
  }
  if (use.by !== 'projected') return [];
  const source = 'secret' in use ? { secret: { name: use.secret } } : { configMap: { name: use.configMap } };
  return [{ name, projected: { sources: [source] } }];
}

function nameOf(use: Use): string {
  return 'secret' in use ? use.secret : use.configMap;
}
