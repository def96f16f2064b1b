import { TokenIssuer } from './auth/index.ts';
import { celCompiler } from './cel/index.ts';
import { startControllers } from './controllers/index.ts';
import { definitionKind, type CelSupport } from './crd/index.ts';
import { CallRecorder, Faults, OpenWatches } from './faults/index.ts';
import { HttpFront } from './http/index.ts';
import type { JsonObject } from './json/index.ts';
import {
  APPS,
  BATCH,
  configMap,
  coreEvent,
  event,
  KindRegistry,
  lease,
  namespace,
  pod,
  secret,
  serviceAccount,
} from './kinds/index.ts';
import { Kube } from './kube.ts';
import { ApiServer, type Cluster } from './rest/index.ts';
import { Store } from './storage/index.ts';

/** What can be chosen at start. */
export interface KubeOptions {
  /** CustomResourceDefinitions to create before the server is reachable. */
  readonly crds?: readonly object[];
  /**
   * What becomes of CEL rules in definitions: a compiler evaluates them; `refuse` refuses definitions that have rules;
   * `ignore` lets them stand unevaluated, for tests that are not about them. The default is the compiler of a CEL
   * library.
   */
  readonly cel?: CelSupport;
}

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Starts an API server in this process, on loopback, at a port of the system's choice.
 * @throws ApiError when a definition is refused.
 */
export async function startKube(options: KubeOptions = {}): Promise<Kube> {
  const cel = options.cel ?? celCompiler();
  const now = (): Date => new Date();
  const builtIn = [
    namespace,
    configMap,
    secret,
    serviceAccount,
    pod,
    coreEvent,
    event,
    ...APPS,
    ...BATCH,
    lease,
    definitionKind(cel),
  ];
  const cluster: Cluster = { store: new Store(), kinds: new KindRegistry(builtIn), now };
  const api = new ApiServer(cluster, new TokenIssuer('https://kubernetes.default.svc.cluster.local', now));
  const faults = new Faults();
  const calls = new CallRecorder();
  const watches = new OpenWatches();
  const front = new HttpFront({ api, faults, calls, watches });
  const kube = new Kube({ api, front, faults, calls, watches, stopControllers: startControllers(cluster, cel) });
  for (const name of NAMESPACES) kube.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const crd of options.crds ?? []) kube.create(asJson(crd));
  await front.open();
  return kube;
}

const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
