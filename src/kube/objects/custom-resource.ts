import { z } from 'zod';
import type { CustomResource } from '#kernel';
import { objectMeta, withoutLastApplied } from './object-meta.ts';

const rawCustomResource = z.object({
  metadata: objectMeta,
  spec: z.unknown().optional(),
  status: z.unknown().optional(),
});

/**
 * Projects an object at the informer's door: managedFields and kubectl's copy of the spec stay outside. Undefined when
 * it is no such object.
 */
export function customResourceOf(raw: unknown): CustomResource | undefined {
  const parsed = rawCustomResource.safeParse(raw);
  if (!parsed.success) return undefined;
  const { metadata, spec, status } = parsed.data;
  const { deletionTimestamp, annotations, ...kept } = metadata;
  return {
    metadata: { ...kept, annotations: withoutLastApplied(annotations), deleting: deletionTimestamp !== undefined },
    spec,
    status,
  };
}
