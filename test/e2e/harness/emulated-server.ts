import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeCrds } from '../../../src/app/index.ts';
import { startKube, type Kube, type RecordedCall } from '../../../src/testkit/kube/index.ts';
import { findAssets } from '../../cluster/index.ts';
import { runKubectl, type KubectlOptions, type KubectlResult } from '../../cluster/kubectl.ts';
import { KubeApi } from './kube-api.ts';
import type { HeldRequest, OperatorCall, Seat, Server } from './server.ts';

const OPERATOR = 'infisical-operator/';

/** The API server of the test kit. */
export class EmulatedServer implements Server {
  readonly name = 'the emulator';
  readonly makesTokens = false;
  readonly api: KubeApi;

  private constructor(
    private readonly kube: Kube,
    private readonly folder: string,
  ) {
    this.api = new KubeApi({ url: kube.url, token: 'test', caPem: undefined });
  }

  static async start(): Promise<EmulatedServer> {
    const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-e2e-'));
    // Admission has a suite of its own; here every manifest is meant to be taken.
    const kube = await startKube({ crds: composeCrds(), cel: 'ignore' });
    await writeFile(join(folder, 'kubeconfig'), kube.kubeconfig());
    return new EmulatedServer(kube, folder);
  }

  seat(): Promise<Seat> {
    // Tests run one after the other, so what comes from now on is this operator's.
    const before = this.kube.calls.count();
    return Promise.resolve({
      kubeconfigPath: join(this.folder, 'kubeconfig'),
      calls: () => Promise.resolve(this.kube.calls.list().slice(before).flatMap(operatorCall)),
    });
  }

  async kubectl(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlResult> {
    const binary = (await findAssets())?.binaries.kubectl;
    if (binary === undefined) throw new Error('there is no kubectl; to build: npm run cluster:build');
    const setup = { binary, kubeconfigPath: join(this.folder, 'kubeconfig'), home: this.folder };
    return runKubectl(setup, args, options);
  }

  async restart(): Promise<void> {
    await this.kube.down();
    await this.kube.up();
  }

  holdWrites = (resource: string, subresource: string, name?: string): HeldRequest =>
    this.kube.faults.hold(
      (call) =>
        call.userAgent.startsWith(OPERATOR) &&
        call.resource === resource &&
        call.subresource === subresource &&
        (name === undefined || call.name === name) &&
        (call.verb === 'apply' || call.verb === 'patch'),
    );

  refuseChanges(namespace: string, deployment: string): Promise<() => Promise<void>> {
    const end = this.kube.faults.always(
      (call) =>
        call.resource === 'deployments' &&
        call.namespace === namespace &&
        call.name === deployment &&
        (call.verb === 'apply' || call.verb === 'patch'),
      {
        kind: 'status',
        code: 422,
        message: `ValidatingAdmissionPolicy 'freeze-${namespace}' with binding 'freeze' denied request: not now`,
      },
    );
    return Promise.resolve(() => {
      end();
      return Promise.resolve();
    });
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.kube.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function operatorCall(call: RecordedCall): OperatorCall[] {
  if (!call.userAgent.startsWith(OPERATOR) || call.verb === 'watch' || call.verb === 'other') return [];
  const { verb, resource, subresource, namespace, name, status: code } = call;
  return [{ verb: verb === 'apply' ? 'patch' : verb, resource, subresource, namespace, name, code }];
}
