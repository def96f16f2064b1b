import type { InfisicalPushSecretOptions } from '../../builders/infisical-push-secret.ts';
import { anInfisicalPushSecret } from '../../builders/infisical-push-secret.ts';
import { eventually, type Patience } from './eventually.ts';
import { conditionOf, type ConditionView, type KubeObject } from './kube-object.ts';
import { CREDENTIALS, PROJECT, type Scene } from './scene.ts';

/** The folder of `dev` that is pushed to unless a test says otherwise. */
export const PUSHED_TO = '/push';

/** Fields of a manifest; the scene fills in the rest. */
export type PushOptions = Omit<Partial<InfisicalPushSecretOptions>, 'destination'> & {
  readonly name: string;
  readonly destination?: Partial<InfisicalPushSecretOptions['destination']>;
};

/** What tests of pushing do in a scene. */
export class PushScene {
  constructor(readonly scene: Scene) {}

  /** Applies a resource that pushes the Secret of its name to `PUSHED_TO`, unless its options say otherwise. */
  apply({ destination, ...options }: PushOptions): Promise<KubeObject> {
    const { scene } = this;
    const manifest = anInfisicalPushSecret({
      namespace: scene.namespace,
      hostAPI: scene.infisical.url,
      authentication: { universalAuth: { credentialsRef: { secretName: CREDENTIALS } } },
      destination: { projectSlug: PROJECT, environmentSlug: 'dev', secretsPath: PUSHED_TO, ...destination },
      ...options,
    });
    return scene.server.api.apply('infisicalpushsecrets', manifest);
  }

  /** Changes fields of the spec, or annotations. */
  async patch(name: string, patch: object): Promise<void> {
    await this.scene.server.api.patch('infisicalpushsecrets', this.scene.namespace, name, patch);
  }

  async delete(name: string): Promise<void> {
    await this.scene.server.api.delete('infisicalpushsecrets', this.scene.namespace, name);
  }

  get(name: string): Promise<KubeObject | undefined> {
    return this.scene.server.api.get('infisicalpushsecrets', this.scene.namespace, name);
  }

  /** Sets keys of a source Secret; null takes one away. */
  async change(name: string, content: Readonly<Record<string, string | null>>): Promise<void> {
    const data = Object.fromEntries(
      Object.entries(content).map(([key, value]) => [
        key,
        value === null ? null : Buffer.from(value).toString('base64'),
      ]),
    );
    await this.scene.server.api.patch('secrets', this.scene.namespace, name, { data });
  }

  /** What a folder of `dev` holds. */
  stored(path = PUSHED_TO): Readonly<Record<string, string>> {
    return this.scene.infisical.secrets(PROJECT, 'dev', path);
  }

  /** Waits until a folder of `dev` holds just this. */
  async holds(content: Readonly<Record<string, string>>, path = PUSHED_TO, patience: Patience = {}): Promise<void> {
    const sorted = (values: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(values).sort());
    await eventually(
      `${path} holds ${sorted(content)}`,
      () => sorted(this.stored(path)) === sorted(content) || undefined,
      patience,
      () => this.stored(path),
    );
  }

  /** Waits until the resource is Ready for its present generation, and gives it. */
  ready(name: string, patience: Patience = {}): Promise<KubeObject> {
    return this.resting(name, 'True', () => true, patience);
  }

  /** Waits until the resource is not Ready for this reason, for its present generation, and gives the condition. */
  async failed(name: string, reason: string, patience: Patience = {}): Promise<ConditionView> {
    const object = await this.resting(name, 'False', (ready) => ready.reason === reason, patience);
    const condition = conditionOf(object, 'Ready');
    if (condition === undefined) throw new Error('a condition that was there is gone');
    return condition;
  }

  /** Waits until the resource is gone. */
  async gone(name: string, patience: Patience = {}): Promise<void> {
    await eventually(
      `InfisicalPushSecret ${name} is gone`,
      async () => (await this.get(name)) === undefined || undefined,
      patience,
      async () => (await this.get(name))?.status?.conditions,
    );
  }

  /** Asks for a pass, and waits until it was acknowledged. */
  async passes(name: string): Promise<KubeObject> {
    const value = await this.scene.forceSync(name, 'infisicalpushsecrets');
    return eventually(
      `the forced sync of ${name} is acknowledged`,
      async () => {
        const object = await this.get(name);
        return object?.status?.['lastHandledRefresh'] === value ? object : undefined;
      },
      {},
      async () => (await this.get(name))?.status,
    );
  }

  /** Requests that write to Infisical, so far. */
  writes(): number {
    const { calls } = this.scene.infisical;
    return ['secrets.batch-create', 'secrets.batch-update', 'secrets.batch-delete', 'folders.create'].reduce(
      (sum, route) => sum + calls.count((call) => call.name === route),
      0,
    );
  }

  private resting(
    name: string,
    status: 'True' | 'False',
    matches: (ready: ConditionView) => boolean,
    patience: Patience,
  ): Promise<KubeObject> {
    return eventually(
      `InfisicalPushSecret ${name} is Ready=${status}`,
      async () => {
        const object = await this.get(name);
        const ready = conditionOf(object, 'Ready');
        const isPresent = ready?.observedGeneration === object?.metadata.generation;
        return ready?.status === status && isPresent && matches(ready) ? object : undefined;
      },
      patience,
      async () => (await this.get(name))?.status?.conditions,
    );
  }
}
