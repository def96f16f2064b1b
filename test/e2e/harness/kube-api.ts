import { Agent, request } from 'undici';
import { z } from 'zod';
import { KubeObject } from './kube-object.ts';

/** Where an API server is, and as whom to call it. */
export interface KubeAddress {
  readonly url: string;
  readonly token: string;
  /** PEM bundle to trust; undefined for plain http. */
  readonly caPem: string | undefined;
}

/** A manifest to send. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Path of the group and version of each resource that the tests touch, by plural name. */
const ROOTS = {
  namespaces: 'api/v1',
  secrets: 'api/v1',
  configmaps: 'api/v1',
  serviceaccounts: 'api/v1',
  events: 'api/v1',
  deployments: 'apis/apps/v1',
  statefulsets: 'apis/apps/v1',
  daemonsets: 'apis/apps/v1',
  replicasets: 'apis/apps/v1',
  cronjobs: 'apis/batch/v1',
  rollouts: 'apis/argoproj.io/v1alpha1',
  customresourcedefinitions: 'apis/apiextensions.k8s.io/v1',
  infisicalsecrets: 'apis/secrets.infisical.com/v1alpha1',
  infisicalpushsecrets: 'apis/secrets.infisical.com/v1alpha1',
  clustergenerators: 'apis/secrets.infisical.com/v1alpha1',
  validatingadmissionpolicies: 'apis/admissionregistration.k8s.io/v1',
  validatingadmissionpolicybindings: 'apis/admissionregistration.k8s.io/v1',
  leases: 'apis/coordination.k8s.io/v1',
  tokenreviews: 'apis/authentication.k8s.io/v1',
  clusterroles: 'apis/rbac.authorization.k8s.io/v1',
  clusterrolebindings: 'apis/rbac.authorization.k8s.io/v1',
} as const;

/** Plural name of a resource that the tests touch. */
export type Plural = keyof typeof ROOTS;

/** A request that the API server refused. */
class KubeRefusal extends Error {
  override readonly name = 'KubeRefusal';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const TIMEOUT_MS = 20_000;
/** The field manager of a person at a keyboard, as kubectl edit would have it. */
const MANAGER = 'kubectl-edit';

const List = z.looseObject({ items: z.array(KubeObject) });
const Refusal = z.looseObject({ message: z.string().default('') }).catch({ message: '' });

/** A few calls of the Kubernetes API over plain HTTP, as the test's own user: no code of the operator is in the way. */
export class KubeApi {
  private readonly agent: Agent;

  constructor(private readonly address: KubeAddress) {
    this.agent = new Agent({
      connect: address.caPem === undefined ? {} : { ca: address.caPem },
      connections: 32,
    });
  }

  /** The object, or undefined when there is none. */
  async get(plural: Plural, namespace: string, name: string): Promise<KubeObject | undefined> {
    try {
      return KubeObject.parse(await this.send('GET', path(plural, namespace, name)));
    } catch (error) {
      if (error instanceof KubeRefusal && error.code === 404) return undefined;
      throw error;
    }
  }

  /** All objects of a namespace; empty namespace: of all. */
  async list(plural: Plural, namespace: string): Promise<readonly KubeObject[]> {
    return List.parse(await this.send('GET', path(plural, namespace))).items;
  }

  /** Creates an object. Throws `KubeRefusal`. */
  async create(plural: Plural, manifest: Manifest): Promise<KubeObject> {
    return KubeObject.parse(await this.post(path(plural, manifest.metadata.namespace ?? ''), manifest));
  }

  /** Applies by force as the field manager of a person. Throws `KubeRefusal`. */
  async apply(plural: Plural, manifest: Manifest): Promise<KubeObject> {
    const { namespace = '', name } = manifest.metadata;
    const query = '?fieldManager=kubectl&force=true';
    const type = 'application/apply-patch+yaml';
    return KubeObject.parse(await this.send('PATCH', path(plural, namespace, name) + query, manifest, type));
  }

  /** Merges fields into an object, null removes. Throws `KubeRefusal`. */
  async patch(plural: Plural, namespace: string, name: string, fields: object): Promise<KubeObject> {
    const target = `${path(plural, namespace, name)}?fieldManager=${MANAGER}`;
    return KubeObject.parse(await this.send('PATCH', target, fields, 'application/merge-patch+json'));
  }

  /** Deletes in the background; an object that is gone already is no failure. */
  async delete(plural: Plural, namespace: string, name: string): Promise<void> {
    try {
      await this.send('DELETE', path(plural, namespace, name));
    } catch (error) {
      if (!(error instanceof KubeRefusal && error.code === 404)) throw error;
    }
  }

  /** Asks a subresource or a kind that is not stored, such as a TokenRequest; gives the raw answer. Throws `KubeRefusal`. */
  ask(plural: Plural, namespace: string, name: string, subresource: string, body: object): Promise<unknown> {
    const below = subresource === '' ? '' : `/${subresource}`;
    return this.post(path(plural, namespace, name) + below, body);
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.agent.destroy();
  }

  private post(target: string, body: object): Promise<unknown> {
    const separator = target.includes('?') ? '&' : '?';
    return this.send('POST', `${target}${separator}fieldManager=${MANAGER}`, body, 'application/json');
  }

  private async send(method: string, target: string, body?: object, contentType?: string): Promise<unknown> {
    const { url, token } = this.address;
    const answer = await request(`${url}/${target}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      dispatcher: this.agent,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const parsed: unknown = JSON.parse(await answer.body.text());
    if (answer.statusCode < 400) return parsed;
    throw new KubeRefusal(
      answer.statusCode,
      `${method} ${target}: ${answer.statusCode} ${Refusal.parse(parsed).message}`,
    );
  }
}

function path(plural: Plural, namespace: string, name = ''): string {
  const scope = namespace === '' ? '' : `/namespaces/${namespace}`;
  return `${ROOTS[plural]}${scope}/${plural}${name === '' ? '' : `/${name}`}`;
}
