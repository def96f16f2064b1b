import type { Infisical } from '../../src/testkit/index.ts';
import { universalAuth } from '../builders/infisical-secret.ts';
import { PROJECT, eventually, type Scene, type StoppedClockOperator } from './harness/index.ts';

/** Names of the identities of a fleet, and of the Secrets with their credentials. */
export const FLEET_IDENTITIES = ['one', 'two', 'three', 'four'] as const;

/** Many resources, spread over the sources by turns, and the sources over the identities. */
export interface Fleet {
  readonly count: number;
  /** Paths. */
  readonly sources: readonly string[];
  readonly intervalSeconds: number;
  readonly hostOf: (source: string) => Infisical;
}

/** Makes the identities of a fleet in each Infisical, and their credentials in the cluster. */
export async function admitFleet(scene: Scene, hosts: readonly Infisical[]): Promise<void> {
  for (const name of FLEET_IDENTITIES) {
    const clientSecret = scene.canaries.plant(name);
    for (const host of hosts) {
      host.identity({ name, universal: { clientId: name, clientSecret }, projects: [PROJECT] });
    }
    await scene.createSecret(name, { clientId: name, clientSecret });
  }
}

/** Applies the resources `app-0`, `app-1`, and so on, of which each reads the source with its number, modulo their count. */
export async function applyFleet(scene: Scene, { count, sources, intervalSeconds, hostOf }: Fleet): Promise<void> {
  await inBatches(count, async (index) => {
    const at = index % sources.length;
    const source = sources[at] ?? '/';
    const identity = FLEET_IDENTITIES[at % FLEET_IDENTITIES.length] ?? 'one';
    const scope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: source };
    const authentication = universalAuth(identity, scope);
    const hostAPI = hostOf(source).url;
    await scene.apply({ name: `app-${index}`, hostAPI, authentication, resyncInterval: intervalSeconds });
  });
}

/** Does something for each number below `count`, twenty at a time. */
export async function inBatches(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < count; first += 20) {
    await Promise.all(Array.from({ length: Math.min(20, count - first) }, (_none, index) => work(first + index)));
  }
}

/** Waits until that many passes have ended, in real time. */
export async function untilPasses(operator: StoppedClockOperator, wanted: number): Promise<void> {
  await eventually(
    `${wanted} passes`,
    () => operator.passes() >= wanted || undefined,
    { withinMs: 120_000 },
    () => operator.passes(),
  );
}

/** From each instant to the next. */
export function gaps(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}
