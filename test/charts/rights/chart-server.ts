import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startControlPlane, type Assets, type AuditEvent, type ControlPlane, type KubectlResult } from '../../cluster/index.ts';
import { KubeApi } from '../../e2e/harness/kube-api.ts';
import type { Seat, Server } from '../../e2e/harness/server.ts';

const Token = z.object({ status: z.object({ token: z.string() }) });

/** An API server with an audit log, whose seats have no rights until a release gives them some. */
export class ChartServer implements Server {
  readonly name = 'a real API server';
  readonly makesTokens = false;
  readonly holdWrites = undefined;
  readonly api: KubeApi;
  private seats = 0;

  private constructor(
    private readonly plane: ControlPlane,
    private readonly folder: string,
  ) {
    this.api = new KubeApi({ url: plane.server, token: plane.adminToken, caPem: plane.caPem });
  }

  static async start(assets: Assets): Promise<ChartServer> {
    const plane = await startControlPlane({ assets, auditLog: true });
    return new ChartServer(plane, await mkdtemp(join(tmpdir(), 'infisical-operator-chart-')));
  }

  get caPem(): string {
    return this.plane.caPem;
  }

  get kubeconfigPath(): string {
    return this.plane.kubeconfigPath;
  }

  /** Where the kubeconfig of an operator will be; `logIn` puts it there. */
  seat(): Promise<Seat> {
    const kubeconfigPath = join(this.folder, `operator-${(this.seats += 1)}`);
    return Promise.resolve({ kubeconfigPath, calls: () => Promise.resolve([]) });
  }

  /** Lets an operator on that seat be this ServiceAccount; gives the name under which the audit log knows it. */
  async logIn({ kubeconfigPath }: Seat, namespace: string, account: string): Promise<string> {
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const { status } = Token.parse(await this.api.ask('serviceaccounts', namespace, account, 'token', request));
    await writeFile(kubeconfigPath, this.plane.kubeconfigFor(status.token), { mode: 0o600 });
    return `system:serviceaccount:${namespace}:${account}`;
  }

  /** The finished requests of a user so far. */
  async requestsOf(user: string): Promise<readonly AuditEvent[]> {
    return (await this.plane.auditEvents()).filter((event) => event.user === user);
  }

  kubectl(...args: Parameters<ControlPlane['kubectl']>): Promise<KubectlResult> {
    return this.plane.kubectl(...args);
  }

  restart(): Promise<void> {
    return this.plane.restartApiServer('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.plane.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
