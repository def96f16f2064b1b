import type { Change, ChangeEvent } from '../state/index.ts';

/** One entry of a subscription: a kind of change, anywhere in the project or below a path of one environment. */
export interface Interest {
  readonly event: ChangeEvent;
  readonly conditions?: { readonly environmentSlug: string; readonly secretPath: string } | undefined;
}

/** Whether one of the interests covers a change. The path is a plain beginning of text: `/app` covers `/apple`, too. */
export function covers(interests: readonly Interest[], change: Change): boolean {
  return interests.some(
    ({ event, conditions }) =>
      event === change.event &&
      (conditions === undefined ||
        (conditions.environmentSlug === change.environment && change.secretPath.startsWith(conditions.secretPath))),
  );
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
