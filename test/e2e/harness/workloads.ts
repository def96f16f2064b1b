import { expect } from 'chai';
import { aWorkload, pluralOf, type WorkloadKind, type WorkloadOptions } from '../../builders/workload.ts';
import { eventually } from './eventually.ts';
import { conditionOf, type KubeObject } from './kube-object.ts';
import type { Scene } from './scene.ts';

/** Longest wait for what shall come at once. */
export const SOON = { withinMs: 5_000 };
/** What asks for restarts. */
export const AUTO_RELOAD = { 'secrets.infisical.com/auto-reload': 'true' };
const RELOAD = 'secrets.infisical.com/AutoRedeployReady';

type Options = Omit<WorkloadOptions, 'namespace'>;

/** Makes a workload that asks, unless its annotations say otherwise. */
export function make(scene: Scene, options: Options): Promise<KubeObject> {
  const { kind = 'Deployment' } = options;
  return scene.server.api.create(pluralOf(kind), aWorkload({ namespace: scene.namespace, ...options }));
}

/** How often its spec has been written. */
export async function generation(scene: Scene, name: string, kind: WorkloadKind = 'Deployment'): Promise<number> {
  return (await scene.server.api.get(pluralOf(kind), scene.namespace, name))?.metadata.generation ?? 0;
}

/** Waits until the pod template has been changed just so often, and sees that it stays so over two passes more. */
export async function restarted(
  scene: Scene,
  name: string,
  times: number,
  { kind = 'Deployment', resource = 'app' }: { readonly kind?: WorkloadKind; readonly resource?: string } = {},
): Promise<void> {
  const wanted = 1 + times;
  await eventually(
    `${kind} ${name} to have generation ${wanted}`,
    async () => ((await generation(scene, name, kind)) >= wanted ? true : undefined),
    SOON,
    () => generation(scene, name, kind),
  );
  await passes(scene, 2, resource);
  expect(await generation(scene, name, kind), `${kind} ${name}`).to.equal(wanted);
}

/** Lets passes with a fresh read happen, one after the other. */
export async function passes(scene: Scene, count: number, resource = 'app'): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const token = await scene.forceSync(resource);
    await eventually(
      'the forced pass to be acknowledged',
      async () => ((await scene.get(resource))?.status?.['lastHandledRefresh'] === token ? true : undefined),
      SOON,
    );
  }
}

/** Waits until `AutoRedeployReady` of a resource says this. */
export async function says(scene: Scene, status: string, text: string, resource = 'app'): Promise<void> {
  const present = async (): Promise<string> => {
    const condition = conditionOf(await scene.get(resource), RELOAD);
    return `${condition?.status} ${condition?.reason}: ${condition?.message}`;
  };
  await eventually(
    `AutoRedeployReady to say ${status} ${text}`,
    async () => {
      const said = await present();
      return said.startsWith(status) && said.includes(text) ? true : undefined;
    },
    SOON,
    present,
  );
}

/** Waits until the operator has taken note of the workloads. */
export function noticed(scene: Scene, count: number, resource = 'app'): Promise<void> {
  return says(scene, 'True', count === 1 ? 'The workload that asked runs' : `All ${count} workloads`, resource);
}
