import { anInfisicalPushSecret } from '../../builders/infisical-push-secret.ts';
import { PROJECT } from '../../e2e/harness/index.ts';
import { SOURCE, type Cast, type Stage } from './stage.ts';

/** The other direction: a Secret that is pushed, a failure that comes back, and a resource that goes with what it made. */
export class PushStory {
  constructor(
    private readonly stage: Stage,
    private readonly namespace: string,
    private readonly cast: Cast,
  ) {}

  /** What is there before the operator. */
  async begin(): Promise<void> {
    const { scene } = this.stage;
    for (const path of [this.path, `${this.path}-across`]) scene.infisical.folder(PROJECT, 'dev', path);
    const metadata = { name: this.namespace };
    const manifest = { apiVersion: 'secrets.infisical.com/v1alpha1', kind: 'ClusterGenerator', metadata };
    await scene.server.api.create('clustergenerators', { ...manifest, ...{ spec: { kind: 'UUID' } } });
  }

  /** Everything that makes it work. */
  async run(): Promise<void> {
    const { stage, namespace, cast } = this;
    await this.apply('push', {});
    await stage.rests('infisicalpushsecrets', namespace, 'push', 'True');
    for (const _ of [1, 2]) {
      await this.apply('push', { environmentSlug: 'nowhere' });
      await stage.rests('infisicalpushsecrets', namespace, 'push', 'False');
      await this.apply('push', {});
      await stage.rests('infisicalpushsecrets', namespace, 'push', 'True');
    }
    if (cast.other !== undefined) {
      await this.apply('across', { secretsPath: `${this.path}-across` }, cast.other);
      await stage.rests('infisicalpushsecrets', namespace, 'across', 'True');
    }
    await stage.remove('infisicalpushsecrets', namespace, 'push');
  }

  private get path(): string {
    return `/${this.namespace}`;
  }

  private async apply(name: string, destination: object, from = this.namespace): Promise<void> {
    const { scene } = this.stage;
    const generators = [
      { destinationSecretName: 'INSTALLATION', generatorRef: { kind: 'UUID', name: this.namespace } },
    ];
    const manifest = anInfisicalPushSecret({
      namespace: this.namespace,
      name,
      hostAPI: scene.infisical.url,
      authentication: this.stage.pushLogin(this.cast, from),
      deletionPolicy: 'Delete',
      source: { secretName: SOURCE, secretNamespace: from },
      ...(this.cast.hasClusterRole ? { generators } : {}),
      destination: { projectSlug: PROJECT, environmentSlug: 'dev', secretsPath: this.path, ...destination },
    });
    await scene.server.api.apply('infisicalpushsecrets', manifest);
  }
}
