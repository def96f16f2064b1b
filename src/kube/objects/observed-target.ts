import { z } from 'zod';
import type { ObservedTarget } from '#kernel';
import { managedFields, ownershipOf, type FieldOwnership } from './managed-fields.ts';
import { objectMeta, withoutLastApplied } from './object-meta.ts';

const ownerReference = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
  blockOwnerDeletion: z.boolean().optional(),
});

/** Any object by its metadata alone; a whole object parses too, and its content is left behind. */
const metadataOnly = z.object({
  metadata: objectMeta.extend({
    ownerReferences: z.array(ownerReference).default([]),
    managedFields: managedFields.default([]),
  }),
});

type OwnerReferenceMeta = z.infer<typeof ownerReference>;

/** A target with who owns its fields; the second half is for writers only. */
export interface ObservedObject {
  readonly target: ObservedTarget;
  readonly ownership: FieldOwnership;
}

/**
 * What metadata tells of an object, with managedFields reduced to what the operator decides by. Undefined when the
 * input is no object, or its managedFields are not what the API documents: better nothing than a wrong answer to "whose
 * is it?".
 */
export function observedObjectOf(raw: unknown, fieldManager: string): ObservedObject | undefined {
  const parsed = metadataOnly.safeParse(raw);
  if (!parsed.success) return undefined;
  const { metadata } = parsed.data;
  const ownership = ownershipOf(metadata.managedFields, fieldManager);
  const target: ObservedTarget = {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    labels: metadata.labels,
    annotations: withoutLastApplied(metadata.annotations),
    ownerReferences: metadata.ownerReferences.map(withoutUndefined),
    deleting: metadata.deletionTimestamp !== undefined,
    applied: ownership.applied,
    foreignDataKeys: ownership.foreignDataKeys,
  };
  return { target, ownership };
}

/** The target alone. */
export function observedTargetOf(raw: unknown, fieldManager: string): ObservedTarget | undefined {
  return observedObjectOf(raw, fieldManager)?.target;
}

function withoutUndefined({
  controller,
  blockOwnerDeletion,
  ...rest
}: OwnerReferenceMeta): ObservedTarget['ownerReferences'][number] {
  return {
    ...rest,
    ...(controller === undefined ? {} : { controller }),
    ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
  };
}
