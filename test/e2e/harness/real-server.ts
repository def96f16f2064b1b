import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { BUILT_IN_PLUGINS, composeCrds } from '../../../src/app/index.ts';
import { neededRights } from '../../../src/app/rights.ts';
import { renderYaml } from '../../../src/crd/index.ts';
import {
  startControlPlane,
  type Assets,
  type AuditEvent,
  type ControlPlane,
  type KubectlOptions,
  type KubectlResult,
} from '../../cluster/index.ts';
import { eventually } from './eventually.ts';
import { untilEstablished } from './established.ts';
import { KubeApi } from './kube-api.ts';
import type { OperatorCall, Seat, Server } from './server.ts';

/** Namespace of the ServiceAccounts that operators run as. */
const OPERATORS = 'operators';

const Token = z.object({ status: z.object({ token: z.string() }) });

/** etcd, kube-apiserver and kube-controller-manager. */
export class RealServer implements Server {
  readonly name = 'a real API server';
  readonly makesTokens = true;
  readonly api: KubeApi;
  /** A real server cannot be told to wait. */
  readonly holdWrites = undefined;
  private seats = 0;

  private constructor(
    private readonly plane: ControlPlane,
    private readonly folder: string,
  ) {
    this.api = new KubeApi({ url: plane.server, token: plane.adminToken, caPem: plane.caPem });
  }

  static async start(assets: Assets): Promise<RealServer> {
    const plane = await startControlPlane({ assets, auditLog: true });
    const server = new RealServer(plane, await mkdtemp(join(tmpdir(), 'infisical-operator-e2e-')));
    try {
      await server.prepare();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** A ServiceAccount of its own, so that the audit log tells its calls from all others. */
  async seat(): Promise<Seat> {
    const name = `operator-${(this.seats += 1)}`;
    const metadata = { namespace: OPERATORS, name };
    await this.api.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const { status } = Token.parse(await this.api.ask('serviceaccounts', OPERATORS, name, 'token', request));
    const kubeconfigPath = join(this.folder, name);
    await writeFile(kubeconfigPath, this.plane.kubeconfigFor(status.token), { mode: 0o600 });
    const user = `system:serviceaccount:${OPERATORS}:${name}`;
    return {
      kubeconfigPath,
      calls: async () => (await this.plane.auditEvents()).filter((event) => event.user === user).flatMap(operatorCall),
    };
  }

  kubectl(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlResult> {
    return this.plane.kubectl(args, options);
  }

  restart(): Promise<void> {
    return this.plane.restartApiServer('SIGKILL');
  }

  async refuseChanges(namespace: string, deployment: string): Promise<() => Promise<void>> {
    const name = `freeze-${namespace}`;
    const apiVersion = 'admissionregistration.k8s.io/v1';
    const rules = [{ apiGroups: ['apps'], apiVersions: ['*'], operations: ['UPDATE'], resources: ['deployments'] }];
    const policy = {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        matchConstraints: { resourceRules: rules },
        matchConditions: [
          { name: 'one', expression: `request.namespace == '${namespace}' && request.name == '${deployment}'` },
        ],
        validations: [{ expression: 'false', message: 'not now' }],
      },
    };
    const binding = {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'] },
    };
    await this.api.create('validatingadmissionpolicies', policy);
    await this.api.create('validatingadmissionpolicybindings', binding);
    const probe = (): Promise<unknown> =>
      this.api.patch('deployments', namespace, deployment, { metadata: { labels: { probe: `${Date.now()}` } } });
    await eventually(
      'the policy refuses',
      () =>
        probe().then(
          () => undefined,
          () => true,
        ),
      { withinMs: 20_000 },
    );
    return async () => {
      await this.api.delete('validatingadmissionpolicybindings', '', name);
      await this.api.delete('validatingadmissionpolicies', '', name);
      await eventually(
        'the policy is gone',
        () =>
          probe().then(
            () => true,
            () => undefined,
          ),
        { withinMs: 20_000 },
      );
    };
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.plane.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async prepare(): Promise<void> {
    const stdin = composeCrds().map(renderYaml).join('---\n');
    await this.mustKubectl(['apply', '--server-side', '-f', '-'], { stdin });
    await untilEstablished((args, options) => this.plane.kubectl(args, options));
    // After the definitions: its garbage collector looks for kinds when it starts.
    await this.plane.startControllerManager();
    await this.api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: OPERATORS } });
    // No right but those that the operator says it needs: a call too many fails here.
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: OPERATORS },
      rules: neededRights(BUILT_IN_PLUGINS).map(({ group, resource, verbs, names }) => ({
        apiGroups: [group],
        resources: [resource],
        verbs,
        ...(names === undefined ? {} : { resourceNames: names }),
      })),
    };
    await this.api.create('clusterroles', role);
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: OPERATORS },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: OPERATORS },
      subjects: [{ kind: 'Group', name: `system:serviceaccounts:${OPERATORS}`, apiGroup: 'rbac.authorization.k8s.io' }],
    };
    await this.api.create('clusterrolebindings', binding);
  }

  private async mustKubectl(args: readonly string[], options: KubectlOptions = {}): Promise<void> {
    const { code, stderr } = await this.plane.kubectl(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  }
}

function operatorCall(event: AuditEvent): OperatorCall[] {
  const { verb, resource, subresource = '', namespace = '', name = '', code } = event;
  return resource === undefined || verb === 'watch' ? [] : [{ verb, resource, subresource, namespace, name, code }];
}
