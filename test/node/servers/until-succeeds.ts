import { setTimeout as delay } from 'node:timers/promises';
import type { ServerProcess } from '../../cluster/server-process.ts';

const EVERY_MS = 200;
const WITHIN_MS = 120_000;

/** Tries until it succeeds. Rejects with the last failure and the end of the server's log when the server has ended or two minutes are over. */
export async function untilSucceeds<T>(what: string, server: ServerProcess, attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + WITHIN_MS;
  let ended: string | undefined;
  void server.exited.then((how) => {
    ended = how;
  });
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (ended === undefined && performance.now() < until) {
        await delay(EVERY_MS);
        continue;
      }
      const state = ended === undefined ? 'runs' : `ended with ${ended}`;
      const last = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`waited for ${what}; ${server.name} ${state}; last: ${last}\n${await server.logTail()}`, {
        cause,
      });
    }
  }
}
