import { randomUUID } from 'node:crypto';
import { startInfisical, type Infisical } from '../../src/testkit/infisical/index.ts';
import { anInfisicalSecret, universalAuth, type InfisicalSecretOptions } from '../builders/infisical-secret.ts';
import { CHART, Helm, setting } from '../charts/helm.ts';
import { findAssets, type KubectlOptions } from '../cluster/index.ts';
import { eventually } from '../e2e/harness/eventually.ts';
import { IMAGES, archiveOf, imagesFolder } from './images/build-images.ts';
import { NETWORK } from './sandbox/network.ts';
import { ClusterWithNode } from './servers/node.ts';

/** Where the chart is installed, as the README has it. */
export const RELEASE = {
  name: 'infisical',
  namespace: 'infisical-operator-system',
  deployment: 'infisical-secrets-operator',
} as const;

/** The image that was built, which no registry has; and plain http, which the emulated Infisical speaks. */
const VALUES: readonly string[] = [
  `controllerManager.manager.image.repository=${IMAGES.operator}`,
  `controllerManager.manager.image.tag=${IMAGES.tag}`,
  'controllerManager.manager.image.pullPolicy=Never',
  'controllerManager.manager.args={--allow-http=true}',
];

/** Secret of the namespace `shop` that logs in. */
export const CREDENTIALS = 'universal-auth-credentials';

/** What differs from a resource that works; `credentials` names another Secret to log in with. */
type ResourceOptions = Partial<InfisicalSecretOptions> & { readonly credentials?: string };

/** Free, as nobody else is in the network of the sandbox. */
const INFISICAL_PORT = 8080;

/** A cluster with one node, an Infisical that its pods reach, and helm. */
export class NodeScene {
  private constructor(
    readonly cluster: ClusterWithNode,
    readonly helm: Helm,
    readonly infisical: Infisical,
  ) {}

  /** Starts all of it, with a namespace `shop` that has credentials; rejects outside of `npm run e2e:node`. */
  static async open(): Promise<NodeScene> {
    const images = imagesFolder();
    // Not those of KUBEBUILDER_ASSETS, which have no kubelet.
    const assets = await findAssets({ ...process.env, KUBEBUILDER_ASSETS: '' });
    if (assets === undefined) throw new Error('no binaries of a cluster; run: npm run e2e:node');
    const archives = (['pause', 'operator', 'plugin'] as const).map((image) => archiveOf(images, image));
    const cluster = await ClusterWithNode.start(assets, archives);
    const helm = await Helm.open(assets.binaries.helm ?? '', cluster.plane.kubeconfigPath);
    const infisical = await startInfisical({ era: '26', address: NETWORK.address, port: INFISICAL_PORT });
    const universal = { clientId: 'client', clientSecret: 'client-secret' };
    infisical.project({ slug: 'shop', environments: ['dev'] });
    infisical.identity({ name: 'operator', universal, projects: ['shop'] });
    const scene = new NodeScene(cluster, helm, infisical);
    await scene.kubectl(['create', 'namespace', 'shop']);
    const literals = Object.entries(universal).map(([key, value]) => `--from-literal=${key}=${value}`);
    await scene.kubectl(['create', 'secret', 'generic', CREDENTIALS, ...literals]);
    return scene;
  }

  /** Runs kubectl as the admin, in the namespace `shop` unless the arguments name another; gives its output. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<string> {
    return this.cluster.kubectl(['--namespace=shop', ...args], options);
  }

  /** `helm install` with the image and what is given; gives what it said. */
  install(values: readonly string[] = []): Promise<string> {
    const { name, namespace } = RELEASE;
    return this.helm.must([
      'install',
      name,
      CHART,
      '--namespace',
      namespace,
      '--create-namespace',
      ...setting([...VALUES, ...values]),
    ]);
  }

  /** `helm upgrade`, with values besides those of the image and files of values, and waits until the new pod works. */
  async upgrade(values: readonly string[], files: readonly string[] = []): Promise<void> {
    const { name, namespace } = RELEASE;
    await this.helm.must([
      'upgrade',
      name,
      CHART,
      '--namespace',
      namespace,
      ...files.flatMap((file) => ['--values', file]),
      ...setting([...VALUES, ...values]),
    ]);
    await this.rolledOut();
  }

  /** `helm uninstall`; resolves when the pods are gone, too. */
  async uninstall(): Promise<void> {
    await this.helm.must(['uninstall', RELEASE.name, '--namespace', RELEASE.namespace, '--wait']);
    await this.kubectl(['wait', '--for=delete', 'pod', '--all', `--namespace=${RELEASE.namespace}`, '--timeout=60s']);
  }

  /** Resolves when the Deployment of the operator has rolled out. */
  async rolledOut(): Promise<void> {
    await this.kubectl([
      'rollout',
      'status',
      `deployment/${RELEASE.deployment}`,
      `--namespace=${RELEASE.namespace}`,
      '--timeout=120s',
    ]);
  }

  /** Applies an InfisicalSecret that writes the root of `dev` into a Secret of its own name. */
  async apply(name: string, { credentials = CREDENTIALS, ...options }: ResourceOptions = {}): Promise<void> {
    const manifest = anInfisicalSecret({
      namespace: 'shop',
      name,
      hostAPI: this.infisical.url,
      authentication: universalAuth(credentials, {
        projectSlug: 'shop',
        envSlug: 'dev',
        secretsPath: '/',
      }),
      ...options,
    });
    await this.kubectl(['apply', '-f', '-'], { stdin: JSON.stringify(manifest) });
  }

  /** Sets an annotation of the resource that asks for a pass at once. */
  async forceSync(name: string): Promise<void> {
    const value = `secrets.infisical.com/force-sync=${randomUUID()}`;
    await this.kubectl(['annotate', '--overwrite', `infisicalsecret/${name}`, value]);
  }

  /** Sets a secret of the root of `dev` in Infisical. */
  plant(key: string, value: string): void {
    this.infisical.secret('shop', 'dev', '/', key, value);
  }

  /** Resolves when the resource is Ready; else rejects with what it says of itself, and the end of the log. */
  async ready(name: string): Promise<void> {
    try {
      await this.kubectl(['wait', '--for=condition=Ready', `infisicalsecret/${name}`, '--timeout=60s']);
    } catch (cause) {
      const described = await this.kubectl(['describe', 'infisicalsecret', name]);
      const { namespace, deployment } = RELEASE;
      const logs = await this.cluster.kubectl([
        'logs',
        `deployment/${deployment}`,
        '--namespace',
        namespace,
        '--tail=20',
      ]);
      throw new Error(`it is not Ready:\n${described}\n${logs}`, { cause });
    }
  }

  /** Resolves when the key of a Secret has the value. */
  async holds(secret: string, key: string, value: string): Promise<void> {
    const args = ['get', 'secret', secret, '--ignore-not-found', '-o', `jsonpath={.data.${key}}`];
    const present = async (): Promise<string> => Buffer.from(await this.kubectl(args), 'base64').toString();
    const probe = async (): Promise<true | undefined> => ((await present()) === value ? true : undefined);
    await eventually(`Secret ${secret} to have ${value} as ${key}`, probe, { withinMs: 60_000 }, present);
  }

  async end(): Promise<void> {
    await this.infisical.stop();
    await this.helm.close();
    await this.cluster.stop();
  }
}
