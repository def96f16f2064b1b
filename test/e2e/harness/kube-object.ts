import { z } from 'zod';

/** One condition of a status. */
export type ConditionView = z.infer<typeof Condition>;

const Condition = z.looseObject({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string(),
  message: z.string(),
  lastTransitionTime: z.string(),
  observedGeneration: z.int().optional(),
});

const Metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().default(''),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: z.int().default(0),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  ownerReferences: z.array(z.looseObject({ kind: z.string(), name: z.string(), uid: z.string() })).default([]),
});

/** Any object as the tests read it: of Secrets the data, of custom resources the status. */
export const KubeObject = z.looseObject({
  metadata: Metadata,
  type: z.string().optional(),
  data: z.record(z.string(), z.string()).optional(),
  status: z
    .looseObject({
      conditions: z
        .array(Condition)
        .nullish()
        .transform((conditions) => conditions ?? []),
    })
    .optional(),
});

/** The parsed object; what the schema does not name is kept. */
export type KubeObject = z.infer<typeof KubeObject>;

/** The condition of that type, or undefined. */
export function conditionOf(object: KubeObject | undefined, type: string): ConditionView | undefined {
  return object?.status?.conditions.find((condition) => condition.type === type);
}

/** The data of a Secret as text; empty for an object without any. */
export function decodedData(object: KubeObject | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object?.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
}
