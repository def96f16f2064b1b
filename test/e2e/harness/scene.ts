import { randomBytes } from 'node:crypto';
import type { PluginManifest } from '#kernel';
import {
  startInfisical,
  type IdentityHandle,
  type Infisical,
  type InfisicalOptions,
} from '../../../src/testkit/infisical/index.ts';
import {
  anInfisicalSecret,
  universalAuth,
  type InfisicalSecretManifest,
  type InfisicalSecretOptions,
  type Scope,
} from '../../builders/infisical-secret.ts';
import { Canaries } from './canaries.ts';
import { eventually, type Patience } from './eventually.ts';
import { conditionOf, decodedData, type ConditionView, type KubeObject } from './kube-object.ts';
import type { Plural } from './kube-api.ts';
import { leaks } from './leaks.ts';
import { startOperator, type Flags, type RunningOperator } from './operator.ts';
import { startOperatorProcess, type OperatorProcess } from './operator-process.ts';
import {
  startStoppedClockOperator,
  type StoppedClockOperator,
  type StoppedClockOptions,
} from './stopped-clock-operator.ts';
import type { Seat, Server } from './server.ts';

/** Name of the Secret with the client id and the client secret in each namespace of a scene. */
export const CREDENTIALS = 'credentials';

/** The project and the environments that every scene has. */
export const PROJECT = 'shop';
const ENVIRONMENTS = ['dev', 'prod'] as const;

/** What a scene is made of; all may be left out. */
export interface SceneOptions {
  readonly infisical?: Partial<InfisicalOptions>;
  readonly flags?: Flags;
  /** Variables of the operator for login methods of clouds. */
  readonly environment?: Flags;
  /** Plugins of third parties, for every operator of the scene that runs in this process. */
  readonly plugins?: readonly PluginManifest[];
  /** False: the test starts operators itself. */
  readonly operator?: boolean;
}

/** Fields of a manifest that a scene fills in unless they are given. */
export type ResourceOptions = Partial<InfisicalSecretOptions> & { readonly name: string; readonly scope?: Scope };

/** A namespace, an Infisical with one project and one identity, and an operator: the surroundings of one test. */
export class Scene {
  private readonly namespaces: string[] = [];
  private readonly operators: RunningOperator[] = [];
  private readonly processes: OperatorProcess[] = [];
  private readonly servers: Infisical[] = [];

  private constructor(
    readonly server: Server,
    readonly seat: Seat,
    readonly namespace: string,
    readonly infisical: Infisical,
    readonly canaries: Canaries,
    /** Whom the Secret with the credentials logs in. */
    readonly identity: IdentityHandle,
    private readonly plugins: readonly PluginManifest[],
  ) {
    this.servers.push(infisical);
  }

  static async open(server: Server, options: SceneOptions = {}): Promise<Scene> {
    const { flags, environment, plugins = [], operator = true } = options;
    const infisical = await startInfisical({ era: '26', ...options.infisical });
    infisical.project({ slug: PROJECT, environments: ENVIRONMENTS });
    const canaries = new Canaries();
    const clientId = `client-${randomBytes(4).toString('hex')}`;
    const universal = { clientId, clientSecret: canaries.plant('client-secret') };
    const identity = infisical.identity({ name: 'operator', universal, projects: [PROJECT] });
    const scene = new Scene(server, await server.seat(), freshName(), infisical, canaries, identity, plugins);
    try {
      await scene.createNamespace(scene.namespace);
      await scene.createSecret(CREDENTIALS, universal);
      // Proofs of a cloud go to the operator's own host alone.
      const host: Flags = environment === undefined ? {} : { hostAPI: infisical.url };
      if (operator) await scene.startOperator({ ...host, ...flags }, environment);
      return scene;
    } catch (error) {
      await scene.end();
      throw error;
    }
  }

  /** The first operator. */
  get operator(): RunningOperator {
    const [first] = this.operators;
    if (first === undefined) throw new Error('this scene has no operator');
    return first;
  }

  /** Starts one more operator, whose own host is the Infisical of the scene, and which ends with it. */
  async startOperator(flags: Flags = {}, environment: Flags = {}): Promise<RunningOperator> {
    const operator = await startOperator(
      this.seat,
      { hostAPI: this.infisical.url, ...flags },
      { environment, plugins: this.plugins },
    );
    this.operators.push(operator);
    return operator;
  }

  /** Starts an operator whose clock stands still, which ends with the scene. */
  async startStoppedClock(options: StoppedClockOptions = {}): Promise<StoppedClockOperator> {
    const operator = await startStoppedClockOperator(this.seat, options, this.plugins);
    this.operators.push(operator);
    return operator;
  }

  /** Starts an operator in a process of its own, which ends with the scene. */
  async startProcess(flags: Flags = {}): Promise<OperatorProcess> {
    const process = await startOperatorProcess(this.seat, flags);
    this.processes.push(process);
    return process;
  }

  /** Starts one more Infisical, which ends with the scene. */
  async startInfisical(options: InfisicalOptions): Promise<Infisical> {
    const infisical = await startInfisical(options);
    this.servers.push(infisical);
    return infisical;
  }

  /** Starts one more Infisical with the same project and identity, which ends with the scene. */
  async startTwin(options: Partial<InfisicalOptions> = {}): Promise<Infisical> {
    const twin = await this.startInfisical({ era: '26', ...options });
    twin.project({ slug: PROJECT, environments: ENVIRONMENTS });
    const { clientId = '', clientSecret = '' } = await this.values(CREDENTIALS);
    twin.identity({ name: 'operator', universal: { clientId, clientSecret }, projects: [PROJECT] });
    return twin;
  }

  /** Creates a namespace whose resources are removed at the end of the scene; its name is given, or made up. */
  async createNamespace(name = freshName()): Promise<string> {
    this.namespaces.push(name);
    await this.server.api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    return name;
  }

  /** Creates a Secret. */
  createSecret(
    name: string,
    content: Readonly<Record<string, string>>,
    metadata: object = {},
    namespace = this.namespace,
  ): Promise<KubeObject> {
    const data = Object.fromEntries(
      Object.entries(content).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    );
    const manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name, ...metadata }, data };
    return this.server.api.create('secrets', manifest);
  }

  /** Sets a secret in Infisical to a value with a canary in it, and gives the value. */
  plant(key: string, path = '/', environment = 'dev'): string {
    const value = `${key.toLowerCase()}:${this.canaries.plant(key)}`;
    this.infisical.secret(PROJECT, environment, path, key, value);
    return value;
  }

  /** A manifest in this namespace that reads the root of `dev` by universal auth, unless its options say otherwise. */
  resource({ scope, ...options }: ResourceOptions): InfisicalSecretManifest {
    const place = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/', ...scope };
    return anInfisicalSecret({
      namespace: this.namespace,
      hostAPI: this.infisical.url,
      authentication: universalAuth(CREDENTIALS, place),
      ...options,
    });
  }

  /** Applies a manifest as `resource` makes it. */
  apply(options: ResourceOptions): Promise<KubeObject> {
    return this.server.api.apply('infisicalsecrets', this.resource(options));
  }

  /** The resource of that name. */
  get(name: string, namespace = this.namespace): Promise<KubeObject | undefined> {
    return this.server.api.get('infisicalsecrets', namespace, name);
  }

  /** The Secret of that name. */
  secret(name: string, namespace = this.namespace): Promise<KubeObject | undefined> {
    return this.server.api.get('secrets', namespace, name);
  }

  /** Content of a Secret as text; empty when there is none. */
  async values(name: string, namespace = this.namespace): Promise<Record<string, string>> {
    return decodedData(await this.secret(name, namespace));
  }

  /** Waits until the resource is Ready for its present generation, and gives it. */
  async ready(name: string, patience: Patience = {}, namespace = this.namespace): Promise<KubeObject> {
    return this.resting(name, 'True', () => true, patience, namespace);
  }

  /** Waits until the resource is not Ready for this reason, for its present generation, and gives the condition. */
  async failed(name: string, reason: string, patience: Patience = {}): Promise<ConditionView> {
    const matches = (ready: ConditionView): boolean => ready.reason === reason;
    const condition = conditionOf(await this.resting(name, 'False', matches, patience, this.namespace), 'Ready');
    if (condition === undefined) throw new Error('a condition that was there is gone');
    return condition;
  }

  /** Waits until the content of a Secret is this. */
  async holds(
    name: string,
    content: Readonly<Record<string, string>>,
    patience: Patience = {},
    namespace = this.namespace,
  ): Promise<KubeObject> {
    const wanted = JSON.stringify(Object.entries(content).sort());
    return eventually(
      `Secret ${namespace}/${name} holds ${wanted}`,
      async () => {
        const secret = await this.secret(name, namespace);
        const present = JSON.stringify(Object.entries(decodedData(secret)).sort());
        return secret !== undefined && present === wanted ? secret : undefined;
      },
      patience,
      () => this.values(name, namespace),
    );
  }

  /** Asks for a pass with a fresh read, and gives the value of the annotation. */
  async forceSync(name: string, plural: Extract<Plural, `infisical${string}`> = 'infisicalsecrets'): Promise<string> {
    const value = randomBytes(4).toString('hex');
    const metadata = { annotations: { 'secrets.infisical.com/force-sync': value } };
    await this.server.api.patch(plural, this.namespace, name, { metadata });
    return value;
  }

  /** Where a planted word or a credential can be seen that should not; for the end of each test. */
  leaks(): Promise<readonly string[]> {
    return leaks(this.server.api, this.canaries, this.namespaces, [...this.operators, ...this.processes]);
  }

  /** Deletes the resources, then stops everything. */
  async end(): Promise<void> {
    for (const namespace of this.namespaces) {
      for (const plural of ['infisicalsecrets', 'infisicalpushsecrets'] as const) {
        for (const { metadata } of await this.server.api.list(plural, namespace)) {
          await this.server.api.delete(plural, namespace, metadata.name);
          if (plural === 'infisicalpushsecrets') await this.release(namespace, metadata.name);
        }
      }
    }
    await Promise.all(this.operators.map((operator) => operator.stop()));
    await Promise.all(this.processes.map((process) => process.kill()));
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  /** Soon nobody is left who would take the finalizer away. Gone meanwhile is fine. */
  private async release(namespace: string, name: string): Promise<void> {
    if ((await this.server.api.get('infisicalpushsecrets', namespace, name)) === undefined) return;
    await this.server.api
      .patch('infisicalpushsecrets', namespace, name, { metadata: { finalizers: null } })
      .catch(() => undefined);
  }

  private resting(
    name: string,
    status: 'True' | 'False',
    matches: (ready: ConditionView) => boolean,
    patience: Patience,
    namespace: string,
  ): Promise<KubeObject> {
    return eventually(
      `InfisicalSecret ${namespace}/${name} is Ready=${status}`,
      async () => {
        const object = await this.get(name, namespace);
        const ready = conditionOf(object, 'Ready');
        const isPresent = ready?.observedGeneration === object?.metadata.generation;
        return ready?.status === status && isPresent && matches(ready) ? object : undefined;
      },
      patience,
      async () => (await this.get(name, namespace))?.status?.conditions,
    );
  }
}

function freshName(): string {
  return `e2e-${randomBytes(5).toString('hex')}`;
}
