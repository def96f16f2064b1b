import { z } from 'zod';
import { eventually, tally, type ResourceOptions, type Scene } from './harness/index.ts';

/** The part of a status that is about instant updates. */
export const Status = z.looseObject({
  instantUpdates: z
    .object({ mode: z.string(), reason: z.string().optional(), message: z.string().optional() })
    .optional(),
});

/** What the status says of instant updates. */
export async function standing(scene: Scene, name: string): Promise<z.infer<typeof Status>['instantUpdates']> {
  return Status.parse((await scene.get(name))?.status ?? {}).instantUpdates;
}

/** Applies a resource with instant updates; its next resync is an hour away. */
export function follow(scene: Scene, name = 'app', options: Partial<ResourceOptions> = {}): Promise<unknown> {
  return scene.apply({ name, instantUpdates: true, ...options });
}

/** Waits until the status says `Events`, or falls back for this reason. */
export async function untilIt(scene: Scene, says: string, name = 'app'): Promise<void> {
  await eventually(
    `${name} says ${says}`,
    async () => {
      const { mode, reason } = (await standing(scene, name)) ?? {};
      return (mode === 'Events' ? mode : reason) === says || undefined;
    },
    {},
    async () => (await scene.get(name))?.status,
  );
}

/** Waits until so many streams are open, and no request for one is under way. */
export async function untilStreams(scene: Scene, count: number): Promise<void> {
  const { events } = scene.infisical;
  await eventually(
    `${count} streams`,
    () => events.count === count || undefined,
    {},
    () => events.count,
  );
}

/** Lists of secrets since the log of Infisical was last emptied. */
export const reads = (scene: Scene): number => scene.infisical.calls.count('secrets.list');

/** Passes that have ended. */
export const passes = ({ log }: { readonly log: readonly string[] }): number =>
  log.filter((line) => line.includes('"msg":"pass ended"')).length;

/** Calls that come when they come: Events, and the look whether the cluster has rollouts by now. */
const BESIDES = ['events', 'rollouts'];

/** What was asked of the API server after so many calls. */
export async function callsSince(scene: Scene, before: number): Promise<Record<string, number>> {
  return tally((await scene.seat.calls()).slice(before).filter(({ resource }) => !BESIDES.includes(resource)));
}

/** As `callsSince`, once so many targets were written: the log of a real server lags a little. */
export function written(scene: Scene, before: number, targets: number): Promise<Record<string, number>> {
  return eventually(
    `${targets} writes`,
    async () => {
      const calls = await callsSince(scene, before);
      return (calls['patch secrets'] ?? 0) >= targets ? calls : undefined;
    },
    {},
    () => callsSince(scene, before),
  );
}

/** Applies the first resource, and waits until it is at rest: a pass subscribes, and one more follows the opening of the stream. */
export async function listening(scene: Scene): Promise<void> {
  await follow(scene);
  await untilIt(scene, 'Events');
  await eventually('the pass after the stream opened', () => passes(scene.operator) >= 2 || undefined);
}
