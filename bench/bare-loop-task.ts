import { z } from 'zod';

/** What the bare loop is told on its standard input: one of the operator's own results to repeat under other names. */
export const BareLoopTask = z.object({
  access: z.object({ server: z.string(), caPem: z.string(), token: z.string() }),
  namespace: z.string(),
  names: z.array(z.string()),
  concurrency: z.number(),
  secret: z.object({
    apiVersion: z.string(),
    kind: z.string(),
    type: z.string(),
    data: z.record(z.string(), z.string()),
    metadata: z.object({
      labels: z.record(z.string(), z.string()).default({}),
      annotations: z.record(z.string(), z.string()).default({}),
      ownerReferences: z.array(z.unknown()).default([]),
    }),
  }),
  status: z.record(z.string(), z.unknown()),
});
export type BareLoopTask = z.output<typeof BareLoopTask>;

/** A Secret and a status as the operator left them: what the bare loop copies. */
export type Example = Pick<BareLoopTask, 'secret' | 'status'>;

/** What the bare loop says when it has done its work. */
export const BareLoopEnd = z.object({ cpuSeconds: z.number(), peakMiB: z.number() });
export type BareLoopEnd = z.output<typeof BareLoopEnd>;
