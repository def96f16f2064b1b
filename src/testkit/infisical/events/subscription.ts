import { covers as coversPlace } from '../access/index.ts';
import type { Change, ChangeEvent } from '../state/index.ts';

/** One entry of a subscription: a kind of change, anywhere in the project or below a path of one environment. */
export interface Interest {
  readonly event: ChangeEvent;
  readonly conditions?: { readonly environmentSlug: string; readonly secretPath: string } | undefined;
}

/** How paths of subscriptions are read: as the beginning of a text, or, as releases of 2025 did, as a pattern. */
export type EventPaths = 'prefix' | 'glob';

/** Whether one of the interests covers a change. By `prefix`, `/app` covers `/apple`, too, and a pattern covers nothing. */
export function covers(interests: readonly Interest[], change: Change, paths: EventPaths): boolean {
  return interests.some(({ event, conditions }) => {
    if (event !== change.event) return false;
    if (conditions === undefined) return true;
    const { environmentSlug: environment, secretPath } = conditions;
    if (paths === 'glob') return coversPlace({ environment, secretPath }, change.environment, change.secretPath);
    return environment === change.environment && change.secretPath.startsWith(secretPath);
  });
}

/** The frame that announces a change; it names keys and never a value. */
export function changeFrame({ event, environment, secretPath, keys }: Change, now: Date): string {
  const payload =
    event === 'secret:import-mutation'
      ? { environment, secretPath }
      : // One string for one key, in spite of the field's name.
        keys.map((secretKeys) => ({ environment, secretPath, secretKeys }));
  const data = JSON.stringify({ type: 'secret-manager', data: { eventType: event, payload } });
  return `id: ${now.getTime()}\nevent: ${event}\ndata: ${data}\n\n`;
}
