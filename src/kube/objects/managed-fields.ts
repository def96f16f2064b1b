import { z } from 'zod';
import type { AppliedFields } from '#kernel';

const fieldNames = z.record(z.string(), z.unknown());

/** The branches of a FieldsV1 set that tell about data, labels and annotations; all others are not looked at. */
const fieldsV1 = z.object({
  'f:data': fieldNames.optional(),
  /** Write-only in Secrets, but a server-side apply that uses it is recorded so. */
  'f:stringData': fieldNames.optional(),
  /** ConfigMaps: the same namespace of keys as `data`. */
  'f:binaryData': fieldNames.optional(),
  'f:metadata': z.object({ 'f:labels': fieldNames.optional(), 'f:annotations': fieldNames.optional() }).optional(),
});

/** `metadata.managedFields`, as the API has it. */
export const managedFields = z.array(
  z.object({
    manager: z.string().default(''),
    operation: z.string().default(''),
    subresource: z.string().default(''),
    fieldsV1: fieldsV1.default({}),
  }),
);

/** Parsed `metadata.managedFields`. */
export type ManagedFields = z.infer<typeof managedFields>;

/** Who owns what. */
export interface FieldOwnership {
  /** Ours by server-side apply; undefined without such an entry. */
  readonly applied: AppliedFields | undefined;
  /** Data keys of everybody else, sorted. */
  readonly foreignDataKeys: readonly string[];
  /** No entry but our own: nobody else ever created or changed the object. */
  readonly oursAlone: boolean;
}

/**
 * Sorts the owners of fields into us and others. "Us" is only the Apply entry of `fieldManager` without subresource: an
 * Update entry under the same name is somebody who borrowed it, so it counts as others. A key that we own together with
 * another manager is listed on both sides; that is harmless, since only keys that are not desired are ever removed.
 */
export function ownershipOf(entries: ManagedFields, fieldManager: string): FieldOwnership {
  const foreign = new Set<string>();
  let applied: AppliedFields | undefined;
  let others = 0;
  for (const { manager, operation, subresource, fieldsV1: fields } of entries) {
    const dataKeys = [fields['f:data'], fields['f:stringData'], fields['f:binaryData']].flatMap(namesIn);
    if (manager === fieldManager && operation === 'Apply' && subresource === '') {
      applied = {
        dataKeys: dataKeys.sort(),
        labels: namesIn(fields['f:metadata']?.['f:labels']).sort(),
        annotations: namesIn(fields['f:metadata']?.['f:annotations']).sort(),
      };
    } else {
      others += 1;
      for (const key of dataKeys) foreign.add(key);
    }
  }
  return { applied, foreignDataKeys: [...foreign].sort(), oursAlone: applied !== undefined && others === 0 };
}

/** Names of the fields of a map; `.`, which stands for the map itself, is none. */
function namesIn(fields: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.keys(fields ?? {}).flatMap((name) => (name.startsWith('f:') ? [name.slice(2)] : []));
}
