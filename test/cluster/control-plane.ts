import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findAssets, type Assets } from './assets.ts';
import { readAuditLog, type AuditEvent } from './audit-log.ts';
import { kubeconfig } from './kubeconfig.ts';
import { runKubectl, type KubectlOptions, type KubectlResult } from './kubectl.ts';
import { prepareLayout, type Layout } from './layout.ts';
import { untilAnswers, type Deadline } from './readiness.ts';
import { apiServerFlags, controllerManagerFlags, etcdFlags, type ApiServerChoices } from './server-flags.ts';
import { ServerProcess } from './server-process.ts';
import type { ToolName } from './tools.ts';
import { Watchdog } from './watchdog.ts';

/** What a suite needs of its control plane; the least is etcd, an API server and kubectl. */
export interface ControlPlaneOptions {
  /** Default: what `findAssets` finds. */
  readonly assets?: Assets;
  /** Also run kube-controller-manager: garbage collection, ServiceAccounts, Deployments. Default false. */
  readonly controllerManager?: boolean;
  /** Record every request for `auditEvents()`. Default false, because it costs a line per request. */
  readonly auditLog?: boolean;
  /**
   * IPv4 address of this machine that the API server listens on, for nodes whose pods reach it there; a controller manager then also looks
   * after nodes. Default: 127.0.0.1, and no nodes.
   */
  readonly address?: string;
  /** More flags for kube-apiserver; they win over the built-in ones. */
  readonly apiServerFlags?: readonly string[];
  /** How long each server may take to be ready. Default 60 s. */
  readonly readyTimeoutMs?: number;
  /** Gives up the start; a control plane that runs is ended by `stop()`. */
  readonly signal?: AbortSignal;
}

/**
 * Starts servers of their own in a temporary folder and resolves when they are ready for use: `/readyz` answers 200 and
 * the `default` namespace is there, with a controller manager also its ServiceAccount. Rejects, with nothing left
 * running, when binaries are missing or a server does not become ready; the message then has the end of its log.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const assets = options.assets ?? (await findAssets());
  if (assets === undefined) throw new Error('no binaries of a control plane; build them with: npm run cluster:build');
  const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-cluster-'));
  // Before anything is written or started, so that an end of this process at any later point leaves nothing behind.
  const watchdog = await Watchdog.start(folder);
  try {
    const plane = new ControlPlane(assets, await prepareLayout(folder, options.address), watchdog, options);
    await plane.start();
    return plane;
  } catch (error) {
    await watchdog.end();
    throw error;
  }
}

/** A running Kubernetes control plane. It has no nodes unless somebody starts one. Made by `startControlPlane`. */
export class ControlPlane {
  /** Base URL of the API server, without a slash at the end. It stays the same over restarts. */
  readonly server: string;
  /** Token of a user in `system:masters`. */
  readonly adminToken: string;
  /** Kubeconfig file of that user. */
  readonly kubeconfigPath: string;
  /** PEM file to trust when calling `server`. */
  readonly caPath: string;
  private readonly deadline: Deadline;
  private readonly apiServerChoices: ApiServerChoices;
  private ca = '';
  private etcd: ServerProcess | undefined;
  private apiServer: ServerProcess | undefined;
  private controllerManager: ServerProcess | undefined;

  constructor(
    private readonly assets: Assets,
    private readonly layout: Layout,
    private readonly watchdog: Watchdog,
    private readonly options: ControlPlaneOptions,
  ) {
    this.server = layout.apiServerUrl;
    this.adminToken = layout.adminToken;
    this.kubeconfigPath = layout.files.adminKubeconfig;
    this.caPath = layout.files.ca;
    this.deadline = {
      timeoutMs: options.readyTimeoutMs ?? 60_000,
      signal: options.signal ?? new AbortController().signal,
    };
    this.apiServerChoices = {
      auditLog: options.auditLog ?? false,
      controllerManager: options.controllerManager ?? false,
      nodes: options.address !== undefined,
      extra: options.apiServerFlags ?? [],
    };
  }

  /** Content of `caPath`. */
  get caPem(): string {
    return this.ca;
  }

  /** Starts all servers in order. Called once, by `startControlPlane`. */
  async start(): Promise<void> {
    this.etcd = await this.launch('etcd', etcdFlags(this.layout));
    await untilAnswers(this.etcd, { url: `${this.layout.etcdUrl}/readyz` }, this.deadline);
    await this.startApiServer();
    const { files, controllerManagerToken } = this.layout;
    this.ca = await readFile(files.ca, 'utf8');
    await writeFile(files.adminKubeconfig, this.kubeconfigFor(this.adminToken), { mode: 0o600 });
    const ofControllerManager = this.kubeconfigFor(controllerManagerToken);
    await writeFile(files.controllerManagerKubeconfig, ofControllerManager, { mode: 0o600 });
    if (this.options.controllerManager === true) await this.startControllerManager();
  }

  /** Runs kubectl as the admin, with its cache in the folder of this control plane. */
  kubectl(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlResult> {
    const { kubeconfigPath, layout } = this;
    return runKubectl({ binary: this.binary('kubectl'), kubeconfigPath, home: layout.folder }, args, options);
  }

  /** Text of a kubeconfig for somebody else's token, for example one of a ServiceAccount. */
  kubeconfigFor(token: string, namespace = 'default'): string {
    return kubeconfig({ server: this.server, caPem: this.ca, token, namespace });
  }

  /** Every finished request so far, also those of earlier API servers. Rejects without the option `auditLog`. */
  async auditEvents(): Promise<AuditEvent[]> {
    if (this.options.auditLog !== true)
      throw new Error('start the control plane with auditLog: true to read its requests');
    return readAuditLog(this.layout.files.auditLog);
  }

  /** Starts the API server on the same port and data; resolves when it is ready. Only to call after `stopApiServer`. */
  async startApiServer(): Promise<void> {
    this.apiServer = await this.launch('kube-apiserver', apiServerFlags(this.layout, this.apiServerChoices));
    const asAdmin = { caFile: this.layout.files.ca, token: this.adminToken };
    await untilAnswers(this.apiServer, { url: `${this.server}/readyz`, ...asAdmin }, this.deadline);
    await untilAnswers(this.apiServer, { url: `${this.server}/api/v1/namespaces/default`, ...asAdmin }, this.deadline);
  }

  /** Ends the API server, by SIGKILL as a crash would; connections break, data stays. Resolves when it is gone. */
  async stopApiServer(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.apiServer?.stop(signal);
  }

  /** `stopApiServer`, then `startApiServer`. */
  async restartApiServer(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.stopApiServer(signal);
    await this.startApiServer();
  }

  /**
   * Starts the controller manager; resolves when it has made the first ServiceAccount. Its garbage collector learns of
   * CRDs at its start and then every 30 s: a suite on owner references of custom resources applies its CRDs before.
   */
  async startControllerManager(): Promise<void> {
    this.controllerManager = await this.launch(
      'kube-controller-manager',
      controllerManagerFlags(this.layout, this.apiServerChoices.nodes),
    );
    const url = `${this.server}/api/v1/namespaces/default/serviceaccounts/default`;
    await untilAnswers(this.controllerManager, { url, caFile: this.caPath, token: this.adminToken }, this.deadline);
  }

  /** Process ids of the servers that were started last, for assertions. */
  pids(): number[] {
    return this.servers().map((server) => server.pid);
  }

  /** Ends all servers in reverse order, waits until they are gone and removes the folder. Safe to call again. */
  async stop(): Promise<void> {
    for (const server of this.servers().reverse()) await server.stop();
    await this.watchdog.end();
  }

  private servers(): ServerProcess[] {
    return [this.etcd, this.apiServer, this.controllerManager].filter((server) => server !== undefined);
  }

  private launch(name: ToolName, args: readonly string[]): Promise<ServerProcess> {
    const { layout, watchdog } = this;
    return ServerProcess.start({ name, binary: this.binary(name), args, logFile: layout.logFile(name), watchdog });
  }

  private binary(name: ToolName): string {
    const path = this.assets.binaries[name];
    if (path !== undefined) return path;
    const remedy =
      this.assets.source === 'cache'
        ? 'run: npm run cluster:build'
        : 'unset KUBEBUILDER_ASSETS, then: npm run cluster:build';
    throw new Error(`there is no ${name} in ${this.assets.folder}; ${remedy}`);
  }
}
