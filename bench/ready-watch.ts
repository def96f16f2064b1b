import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { paths } from './objects.ts';

const List = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

const Event = z.object({
  type: z.string(),
  object: z.object({
    metadata: z.object({ name: z.string() }),
    status: z
      .object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) })
      .default({ conditions: [] }),
  }),
});

/** A watch that waits for resources to be Ready. */
export interface ReadyWatch {
  /** Resolves to the time (of `performance.now`) at which the last of them was seen Ready. Rejects when the watch breaks or takes too long. */
  readonly allReady: Promise<number>;
  stop(): void;
}

/**
 * Watches the resources of a namespace until `count` of them are Ready, as anybody who waits for them would see it. The same watch stands beside
 * every contestant, so that none has an easier server than another.
 */
export async function watchReady(
  api: ApiClient,
  namespace: string,
  count: number,
  timeoutMs: number,
): Promise<ReadyWatch> {
  const path = paths.resources(namespace);
  const { resourceVersion } = List.parse(await api.call({ method: 'GET', path: `${path}?limit=1` })).metadata;
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(timeoutMs)]);
  const chunks = await api.stream(
    { method: 'GET', path: `${path}?watch=true&resourceVersion=${resourceVersion}` },
    signal,
  );
  const allReady = countReady(chunks, count);
  // A stop that nobody waits for is no failure.
  allReady.catch(() => undefined);
  return {
    allReady,
    stop: () => {
      controller.abort();
    },
  };
}

async function countReady(chunks: AsyncIterable<Uint8Array>, count: number): Promise<number> {
  const ready = new Set<string>();
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { type, object } = Event.parse(JSON.parse(line));
      if (type === 'ERROR') throw new Error(`the watch was ended by the server: ${line}`);
      if (object.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True')) {
        ready.add(object.metadata.name);
      }
    }
    if (ready.size >= count) return performance.now();
  }
  throw new Error(`the watch ended when ${ready.size} of ${count} resources were ready`);
}
