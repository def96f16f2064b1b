import { z } from 'zod';
import type { Clock, Log, Metrics, ResourceType } from '#kernel';
import { composeCrds } from '../../app/index.ts';
import { KubeClient, loadKubeConfig } from '../../kube/index.ts';
import { NAMESPACE, PUSHED, RESOURCE, TARGET, WORKLOAD, type Manifest } from './objects.ts';

const TYPES = {
  Namespace: { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces' },
  Secret: { group: '', version: 'v1', kind: 'Secret', plural: 'secrets' },
  Deployment: { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments' },
  InfisicalSecret: {
    group: 'secrets.infisical.com',
    version: 'v1alpha1',
    kind: 'InfisicalSecret',
    plural: 'infisicalsecrets',
  },
  InfisicalPushSecret: {
    group: 'secrets.infisical.com',
    version: 'v1alpha1',
    kind: 'InfisicalPushSecret',
    plural: 'infisicalpushsecrets',
  },
  CustomResourceDefinition: {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
  },
} as const satisfies Record<string, ResourceType>;

const Condition = z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string() });

const SecretShape = z.object({
  metadata: z.object({ uid: z.string() }),
  data: z.record(z.string(), z.string()).default({}),
});

const ResourceShape = z.object({
  status: z
    .object({ state: z.string().optional(), conditions: z.array(Condition).default([]) })
    .default({ conditions: [] }),
});

const WorkloadShape = z.object({ metadata: z.object({ generation: z.number() }) });

/** What the resource says of itself. */
export interface ResourceView {
  readonly state: string | undefined;
  readonly ready: z.output<typeof Condition> | undefined;
  readonly reload: z.output<typeof Condition> | undefined;
}

/** The cluster as the person of the demo uses it: some objects of one namespace. */
export class DemoCluster {
  private readonly client: KubeClient;

  constructor(kubeconfig: string, services: { readonly clock: Clock; readonly log: Log; readonly metrics: Metrics }) {
    this.client = new KubeClient({
      access: loadKubeConfig({ kubeconfig }),
      userAgent: 'infisical-operator-demo',
      ...services,
    });
  }

  /** Installs the custom resource definitions, and waits until the API server serves them. */
  async installDefinitions(signal: AbortSignal): Promise<void> {
    for (const crd of composeCrds()) {
      await this.patch(TYPES.CustomResourceDefinition, undefined, crd.metadata.name, crd, signal);
    }
    for (const type of [TYPES.InfisicalSecret, TYPES.InfisicalPushSecret]) {
      await until(`${type.plural} are served`, signal, async () => {
        const target = { type, namespace: 'default' };
        return (await this.client.request({ verb: 'list', target, query: { limit: '1' } }, signal)).kind === 'ok';
      });
    }
  }

  /** Applies one object as a person would. */
  async apply(object: Manifest, signal: AbortSignal): Promise<void> {
    const type = Object.values(TYPES).find(({ kind }) => kind === object.kind);
    if (type === undefined) throw new Error(`the demo applies no ${object.kind}`);
    await this.patch(type, object.metadata.namespace, object.metadata.name, object, signal);
  }

  /** Sets values of a Secret by hand, as `kubectl edit` would. */
  async edit(name: string, stringData: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
    const answer = await this.client.request(
      {
        verb: 'patch',
        target: { type: TYPES.Secret, namespace: NAMESPACE, name },
        query: { fieldManager: 'kubectl-edit' },
        body: { contentType: 'application/merge-patch+json', value: { stringData } },
      },
      signal,
    );
    if (answer.kind !== 'ok') throw new Error(`the Secret could not be edited: ${answer.kind}`);
  }

  /** Deletes the target by hand. */
  async deleteTarget(signal: AbortSignal): Promise<void> {
    await this.client.request(
      { verb: 'delete', target: { type: TYPES.Secret, namespace: NAMESPACE, name: TARGET } },
      signal,
    );
  }

  /** The target's uid and decoded values; undefined when it does not exist. */
  async target(
    signal: AbortSignal,
  ): Promise<{ readonly uid: string; readonly values: Record<string, string> } | undefined> {
    const target = { type: TYPES.Secret, namespace: NAMESPACE, name: TARGET };
    const answer = await this.client.request({ verb: 'get', target }, signal);
    if (answer.kind !== 'ok') return undefined;
    const { metadata, data } = SecretShape.parse(answer.body);
    const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const);
    return { uid: metadata.uid, values: Object.fromEntries(decoded) };
  }

  /** What the InfisicalSecret says of itself. */
  resource(signal: AbortSignal): Promise<ResourceView> {
    return this.view(TYPES.InfisicalSecret, RESOURCE, signal);
  }

  /** What the InfisicalPushSecret says of itself; nothing when it is gone. */
  pushed(signal: AbortSignal): Promise<ResourceView> {
    return this.view(TYPES.InfisicalPushSecret, PUSHED, signal);
  }

  /** Deletes the InfisicalPushSecret, and waits until what it has made in Infisical is gone and so is it. */
  async deletePushed(signal: AbortSignal): Promise<void> {
    const target = { type: TYPES.InfisicalPushSecret, namespace: NAMESPACE, name: PUSHED };
    await this.client.request({ verb: 'delete', target }, signal);
    await until('the InfisicalPushSecret is gone', signal, async () => {
      return (await this.client.request({ verb: 'get', target }, signal)).kind === 'not-found';
    });
  }

  /** How often the spec of the Deployment has been written: once when it was made, and once for each restart. */
  async workloadGeneration(signal: AbortSignal): Promise<number> {
    const target = { type: TYPES.Deployment, namespace: NAMESPACE, name: WORKLOAD };
    const answer = await this.client.request({ verb: 'get', target }, signal);
    return answer.kind === 'ok' ? WorkloadShape.parse(answer.body).metadata.generation : 0;
  }

  /** Removes what the demo made; the custom resource definitions stay, since others may use them. */
  async cleanUp(signal: AbortSignal): Promise<void> {
    // It is held back from its deletion by an operator that is about to stop.
    await this.deletePushed(signal).catch(() => undefined);
    const target = { type: TYPES.InfisicalSecret, namespace: NAMESPACE, name: RESOURCE };
    await this.client.request({ verb: 'delete', target }, signal);
    await this.client.request({ verb: 'delete', target: { type: TYPES.Namespace, name: NAMESPACE } }, signal);
  }

  /** Lets go of all connections. */
  close(): Promise<void> {
    return this.client.close();
  }

  private async view(type: ResourceType, name: string, signal: AbortSignal): Promise<ResourceView> {
    const target = { type, namespace: NAMESPACE, name };
    const answer = await this.client.request({ verb: 'get', target }, signal);
    if (answer.kind !== 'ok') return { state: undefined, ready: undefined, reload: undefined };
    const { status } = ResourceShape.parse(answer.body);
    const condition = (wanted: string): ResourceView['ready'] => status.conditions.find(({ type }) => type === wanted);
    return {
      state: status.state,
      ready: condition('Ready'),
      reload: condition('secrets.infisical.com/AutoRedeployReady'),
    };
  }

  private async patch(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    value: object,
    signal: AbortSignal,
  ): Promise<void> {
    const answer = await this.client.request(
      {
        verb: 'patch',
        target: { type, namespace, name },
        query: { fieldManager: 'infisical-operator-demo', force: 'true' },
        body: { contentType: 'application/apply-patch+yaml', value },
      },
      signal,
    );
    if (answer.kind === 'invalid') throw new Error(`${type.kind} ${name} was refused: ${answer.message}`);
    if (answer.kind !== 'ok') throw new Error(`${type.kind} ${name} could not be applied: ${answer.kind}`);
  }
}

/** Longest wait for anything in the demo, in milliseconds. */
const PATIENCE_MS = 20_000;

/** Waits until something holds, asking four times a second. Throws when it does not within 20 s, or when aborted. */
export async function until(what: string, signal: AbortSignal, holds: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    signal.throwIfAborted();
    if (await holds()) return;
    if (performance.now() > endMs) throw new Error(`waited ${PATIENCE_MS / 1_000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
