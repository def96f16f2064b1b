import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 20;

/** How long to go on asking. */
export interface Patience {
  /** Default 10 s. */
  readonly withinMs?: number;
}

/**
 * Asks until `probe` gives something other than undefined, and gives that. `what` says what is waited for; when the time is over it
 * rejects with it and with what `explain` tells of the present.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  { withinMs = 10_000 }: Patience = {},
  explain: () => unknown = () => '',
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() >= until) {
      throw new Error(`not within ${withinMs} ms: ${what}; now: ${JSON.stringify(await explain())}`);
    }
    await pause(EVERY_MS);
  }
}
