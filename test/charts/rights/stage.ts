import { CREDENTIALS, PROJECT, conditionOf, eventually, reviewBy, type Scene } from '../../e2e/harness/index.ts';

/** Parts of the operator that a story needs to know of, by the ids of their plugins. */
export interface Cast {
  readonly has: (plugin: string) => boolean;
  /** Another namespace that resources may name objects of. */
  readonly other: string | undefined;
  /** Whether the operator has rights on what is in no namespace. */
  readonly hasClusterRole: boolean;
}

/** ServiceAccount that resources log in as. */
const ACCOUNT = 'shop';
/** Secret that is there to be pushed. */
export const SOURCE = 'source';

/** Where a story plays: a scene with two ways to log in. */
export class Stage {
  private readonly identityId: string;

  constructor(readonly scene: Scene) {
    const { id } = scene.infisical.identity({
      name: 'kubernetes',
      kubernetes: {
        verify: (jwt, audiences) => reviewBy(scene.server, scene.canaries.watch(jwt), audiences),
        allowedNames: ACCOUNT,
      },
      projects: [PROJECT],
    });
    this.identityId = id;
  }

  /** What is in a namespace before any story: the credentials of the scene, a ServiceAccount, and a Secret to push. */
  async furnish(namespace: string): Promise<void> {
    const { scene } = this;
    if (namespace !== scene.namespace) {
      await scene.createSecret(CREDENTIALS, await scene.values(CREDENTIALS), {}, namespace);
    }
    await scene.createSecret(SOURCE, { API_KEY: scene.canaries.plant('API_KEY') }, {}, namespace);
    const metadata = { namespace, name: ACCOUNT };
    await scene.server.api.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  }

  /** A login with objects of that namespace, to read that environment. */
  pullLogin(cast: Cast, namespace: string, envSlug = 'dev'): object {
    const secretsScope = { projectSlug: PROJECT, envSlug, secretsPath: '/' };
    return this.login(cast, namespace, { secretsScope });
  }

  /** The same, to push. */
  pushLogin(cast: Cast, namespace: string): object {
    return this.login(cast, namespace, {});
  }

  /** Where it can be with a token of a ServiceAccount, of a Secret first, and as there is none minted. */
  private login(cast: Cast, namespace: string, more: object): object {
    if (!cast.has('auth.kubernetes')) {
      return { universalAuth: { credentialsRef: { secretName: CREDENTIALS, secretNamespace: namespace }, ...more } };
    }
    return {
      kubernetesAuth: {
        identityId: this.identityId,
        serviceAccountRef: { name: ACCOUNT, namespace },
        autoCreateServiceAccountToken: false,
        ...more,
      },
    };
  }

  /** Waits until a resource is Ready, or is not, for its present generation. */
  async rests(plural: 'infisicalsecrets' | 'infisicalpushsecrets', namespace: string, name: string, status: 'True' | 'False'): Promise<void> {
    const { api } = this.scene.server;
    await eventually(
      `${plural} ${namespace}/${name} to be Ready=${status}`,
      async () => {
        const object = await api.get(plural, namespace, name);
        const ready = conditionOf(object, 'Ready');
        return ready?.status === status && ready.observedGeneration === object?.metadata.generation ? true : undefined;
      },
      {},
      async () => (await api.get(plural, namespace, name))?.status?.conditions,
    );
  }

  /** Deletes a resource, and waits until it is gone. */
  async remove(plural: 'infisicalsecrets' | 'infisicalpushsecrets', namespace: string, name: string): Promise<void> {
    const { api } = this.scene.server;
    await api.delete(plural, namespace, name);
    await eventually(`${plural} ${name} to be gone`, async () =>
      (await api.get(plural, namespace, name)) === undefined ? true : undefined,
    );
  }
}
