import { readFile } from 'node:fs/promises';
import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';

import type { ServerProcess } from './server-process.ts';

const POLL_MS = 50;

/** When to give up waiting. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Resolves when GET of `url` answers 200. Rejects when the server ends, the time is over or the signal aborts, each
 * with the end of the server's log in the message.
 */
export async function untilAnswers(server: ServerProcess, probe: Probe, deadline: Deadline): Promise<void> {
  const timeout = AbortSignal.timeout(deadline.timeoutMs);
  const over = AbortSignal.any([deadline.signal, timeout]);
  let ended: string | undefined;
  void server.exited.then((how) => {
    ended = how;
  });
  while (!(await answers(probe, over))) {
    if (ended !== undefined) throw await failure(server, `ended with ${ended} before it was ready`);
    if (timeout.aborted) throw await failure(server, `was not ready after ${deadline.timeoutMs} ms`);
    deadline.signal.throwIfAborted();
    // Aborted while it waits: the checks above tell why in the next round.
    await delay(POLL_MS, undefined, { signal: over }).catch(() => undefined);
  }
}

/** What to ask for. `caFile` may not exist yet. */
export interface Probe {
  readonly url: string;
  readonly caFile?: string;
  readonly token?: string;
}

async function answers(probe: Probe, signal: AbortSignal): Promise<boolean> {
  try {
    return (await statusOf(probe, signal)) === 200;
  } catch {
    // Nobody listens yet, there is no certificate yet, or the time is over: not ready, whichever it is.
    return false;
  }
}

async function statusOf({ url, caFile, token }: Probe, signal: AbortSignal): Promise<number | undefined> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  // No agent: a kept connection would belong to a server that may be restarted.
  const options = { headers, signal, agent: false } as const;
  const ca = caFile === undefined ? undefined : await readFile(caFile);
  return new Promise((resolve, reject) => {
    const answered = (response: { statusCode?: number | undefined; resume: () => unknown }): void => {
      response.resume();
      resolve(response.statusCode);
    };
    const request = ca === undefined ? httpGet(url, options, answered) : httpsGet(url, { ...options, ca }, answered);
    request.once('error', reject);
  });
}

async function failure(server: ServerProcess, what: string): Promise<Error> {
  return new Error(`${server.name} ${what}; the end of its log:\n${await server.logTail()}`);
}
