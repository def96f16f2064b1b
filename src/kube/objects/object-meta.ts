import { z } from 'zod';

const strings = z.record(z.string(), z.string());

/** Metadata that every object has, as far as the operator reads it. Absent maps and lists are empty ones. */
export const objectMeta = z.object({
  name: z.string().min(1),
  /** Empty: an object of the cluster. */
  namespace: z.string().default(''),
  uid: z.string().min(1),
  resourceVersion: z.string().min(1),
  generation: z.number().default(0),
  labels: strings.default({}),
  annotations: strings.default({}),
  finalizers: z.array(z.string()).default([]),
  deletionTimestamp: z.string().optional(),
});

/** Name and namespace alone: what deletion and bookkeeping need. */
export const objectName = z.object({
  metadata: objectMeta.pick({ name: true, namespace: true, resourceVersion: true }),
});

/**
 * kubectl's copy of the object that was applied. It doubles a spec, and for a Secret it holds the values, so it never
 * gets past the door.
 */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Annotations without kubectl's copy of the object. */
export function withoutLastApplied(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (!(LAST_APPLIED in annotations)) return annotations;
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => name !== LAST_APPLIED));
}
