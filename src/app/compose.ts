import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  AUTH_METHOD,
  CLOCK,
  CLUSTER_OBJECTS,
  Container,
  Controller,
  EVENT_RECORDER,
  FINALIZERS,
  Gatekeeper,
  LOG,
  LoginMethods,
  METRICS,
  PLATFORM,
  PluginError,
  RANDOM,
  RELOADER,
  RESOURCE,
  ReferencePolicy,
  SETTINGS,
  STATUS_WRITER,
  SYNC_TARGET,
  TEMPLATES,
  WORKLOADS,
  loadPlugins,
  type Clock,
  type ExtensionRegistry,
  type Log,
  type Metrics,
  type PluginManifest,
  type Random,
  type ReferenceKind,
} from '#kernel';
import { certificatesOf, createInfisical } from '../infisical/index.ts';
import {
  AnnotationGrants,
  BackgroundEventRecorder,
  ClusterSecretReader,
  ClusterServiceAccountTokens,
  ClusterWorkloads,
  CustomResourceInformer,
  KubeClient,
  LeaseElection,
  MergePatchFinalizers,
  MetadataInformer,
  ServerSideStatusWriter,
  ServerSideTargets,
  SingleObjects,
  loadKubeConfig,
  readText,
  type Scope,
} from '../kube/index.ts';
import { NodePlatform, type Environment } from '../platform/index.ts';
import { BUILT_IN_PLUGINS } from './built-in-plugins.ts';
import { CONFIG_MAP_NAME } from './infisical-config.ts';
import { LiveSettings } from './live-settings.ts';
import { Operator, type OperatorParts } from './operator.ts';
import type { Config } from './options.ts';
import { neededRights } from './rights.ts';
import { TemplateRenderer } from './template-renderer.ts';
import { VERSION } from './version.ts';

/** What comes from outside of the composition: time, chance, where to report, and the variables that clouds give a process. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly environment: Environment;
  /** Plugins besides the built-in ones. */
  readonly plugins?: readonly PluginManifest[];
  /** Names of login methods whose plugins were refused, to a sentence that says why. */
  readonly refusedPlugins?: ReadonlyMap<string, string>;
}

/** Passes of all hosts together that may run at once: what bounds memory when very many hosts are dead. */
const MOST_PASSES = 512;

/**
 * Builds the operator: the one place where implementations are chosen and registered. Opens and starts nothing. Throws a `PluginError`, or an Error that
 * says what the configuration of the cluster lacks.
 */
export function composeOperator(config: Config, surroundings: Surroundings): Operator {
  const { clock, random, log, metrics, plugins = [], refusedPlugins = new Map() } = surroundings;
  const access = loadKubeConfig({ kubeconfig: config.kubeconfig, context: config.context });
  const client = new KubeClient({ access, clock, log, metrics, userAgent: `infisical-operator/${VERSION}` });
  const context = { client, clock, random, log, metrics };
  const scope: Scope = config.namespaces.length === 0 ? 'cluster' : config.namespaces;

  const root = Container.create();
  const { disabledPlugins: disabled } = config;
  checkIds(disabled, [...BUILT_IN_PLUGINS, ...plugins]);
  const extensions = loadPlugins(BUILT_IN_PLUGINS, root, { thirdParty: plugins, refused: refusedPlugins, disabled });
  metrics.gauge('build_info', 'The release that runs; always 1.', ['version']).set(1, { version: VERSION });
  const loaded = extensions.plugins();
  describePlugins(metrics, loaded);
  client.expect(expectedRequests([...BUILT_IN_PLUGINS, ...plugins].filter(({ id }) => loaded.has(id))));
  const informers = new Map(
    watchedKinds(extensions).map((kind) => [kind, new MetadataInformer(context, kind, scope)] as const),
  );
  const configKey = { namespace: config.configNamespace, name: CONFIG_MAP_NAME };
  // Optional: who may not read it there does without it, as if it did not exist.
  const configMap = new MetadataInformer(context, 'ConfigMap', configKey, 'optional');
  const secrets = informers.get('Secret') ?? new MetadataInformer(context, 'Secret', scope);
  informers.set('Secret', secrets);
  // Not started where no plugin watches them; then no plugin has tokens of one.
  const accounts = informers.get('ServiceAccount') ?? new MetadataInformer(context, 'ServiceAccount', []);
  const isGrantedByNamespaces = config.crossNamespace === 'Grant';
  // Without a right on the whole cluster namespaces can be looked up one by one, and not be watched.
  const namespaces = new MetadataInformer(context, 'Namespace', scope === 'cluster' ? scope : []);

  const reloaders = extensions.all(RELOADER).map(({ contribution }) => contribution);
  const workloads = new ClusterWorkloads(context, reloaders, scope);

  const settings = new LiveSettings(
    { hostAPI: config.hostAPI, resyncMs: config.resyncSeconds * 1_000, namespace: config.configNamespace },
    {
      ...surroundings,
      read: (kind, key, signal) => readText(client, kind, key, signal),
      watchSecret: (key, changed) => {
        const informer = new MetadataInformer(context, 'Secret', key);
        informer.setInterest(() => true);
        informer.subscribe(changed);
        informer.start();
        return informer;
      },
      checkCa: (pem) => void certificatesOf(pem),
    },
  );
  const infisical = createInfisical({
    clock,
    random,
    log,
    metrics,
    options: {
      allowHttp: config.allowHttp,
      allowLoopback: config.allowLoopback,
      allowedHosts: config.allowedHosts,
      userAgent: `k8-operator/${VERSION}`,
    },
    ownHost: () => settings.current().host.url,
  });
  const events = new BackgroundEventRecorder({
    ...context,
    source: { component: 'infisical-operator', instance: instanceName(config) },
  });

  root.register(CLOCK, clock);
  root.register(RANDOM, random);
  root.register(LOG, log);
  root.register(METRICS, metrics);
  root.register(PLATFORM, new NodePlatform(clock, surroundings.environment));
  root.register(SETTINGS, settings);
  root.register(EVENT_RECORDER, events);
  root.register(STATUS_WRITER, new ServerSideStatusWriter(client));
  root.register(FINALIZERS, new MergePatchFinalizers(client));
  root.register(TEMPLATES, new TemplateRenderer(() => clock.monotonic()));
  root.register(WORKLOADS, workloads);
  root.register(CLUSTER_OBJECTS, new SingleObjects(client));
  extensions.constructAll((plugin, error) => {
    log.error('a plugin of a third party cannot be constructed', { plugin, error });
  });

  // Registered nowhere: what plugins do with the cluster and with Infisical, they do by the ways of one resource, past the policy.
  const secretReader = new ClusterSecretReader(client, secrets);
  const gatekeeper = new Gatekeeper(
    {
      secrets: secretReader,
      sources: secretReader,
      tokens: new ClusterServiceAccountTokens(client, secrets, accounts),
      targets: new Map(
        extensions.all(SYNC_TARGET).flatMap(({ contribution: { key: kind } }) => {
          const informer = informers.get(kind);
          return informer === undefined ? [] : [[kind, new ServerSideTargets({ client, informer, kind, log })]];
        }),
      ),
      infisical,
      logins: new LoginMethods(extensions, clock, log),
    },
    new ReferencePolicy(
      config.crossNamespace,
      new AnnotationGrants(new Map([...informers, ['Namespace', namespaces]])),
      (object) => settings.isSource(object),
    ),
  );

  const resources = extensions.all(RESOURCE).map((registered) => {
    const { definition } = registered.contribution;
    const informer = new CustomResourceInformer(context, definition.type, scope);
    const limits = { perLane: config.concurrency, total: Math.max(MOST_PASSES, config.concurrency) };
    const controller = new Controller(surroundings, {
      kind: definition.type.kind,
      resource: registered.instance(),
      informer,
      limits,
      gatekeeper,
      states: definition.states,
    });
    return { informer, controller };
  });
  const parts: OperatorParts = {
    log,
    clock,
    plugins: loaded,
    working: metrics.gauge(
      'working',
      'Whether this process makes passes: 1, or 0 while it starts, stands by or stops.',
    ),
    client,
    infisical,
    events,
    settings,
    configMap,
    references: [...informers.values(), ...(isGrantedByNamespaces && scope === 'cluster' ? [namespaces] : [])],
    workloads,
    resources,
    election: config.leaderElect
      ? new LeaseElection({
          ...context,
          // A restarted container has the name of its predecessor, and must not inherit what that one held.
          identity: `${instanceName(config)}_${randomUUID()}`,
          lease: { namespace: config.leaseNamespace, name: config.leaseName },
        })
      : undefined,
  };
  return new Operator(parts);
}

function describePlugins(metrics: Metrics, loaded: ReadonlyMap<string, string>): void {
  const info = metrics.gauge('plugin_info', 'A plugin that is loaded, and where it comes from; always 1.', [
    'plugin',
    'origin',
  ]);
  for (const [plugin, origin] of loaded) info.set(1, { plugin, origin });
}

/** What an operator with these plugins may ask of the API server, by its rights. */
function expectedRequests(
  plugins: readonly PluginManifest[],
): readonly { readonly verb: string; readonly resource: string }[] {
  return neededRights(plugins).flatMap(({ verbs, resource }) => verbs.map((verb) => ({ verb, resource })));
}

/** Throws a `PluginError` that names ids of `--disable-plugins` which no plugin has. */
function checkIds(disabled: readonly string[], plugins: readonly PluginManifest[]): void {
  const known = plugins.map(({ id }) => id);
  const unknown = disabled.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new PluginError(
      `--disable-plugins names ${unknown.join(', ')}, which do not exist; there are: ${known.join(', ')}`,
    );
  }
}

/** Kinds of objects that some enabled plugin refers to or writes. */
function watchedKinds(extensions: ExtensionRegistry): readonly ReferenceKind[] {
  const credentials = extensions.all(AUTH_METHOD).flatMap(({ contribution }) => contribution.watches);
  const targets = extensions.all(SYNC_TARGET).map(({ contribution }) => contribution.key);
  return [...new Set<ReferenceKind>([...credentials, ...targets])];
}

/** Name of this process in Events and in the Lease: the pod's name, which a cluster gives as host name. */
function instanceName(config: Config): string {
  return config.identity ?? hostname();
}
