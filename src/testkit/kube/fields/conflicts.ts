import { applyConflict, type ApiError } from '../errors/index.ts';
import type { FieldSet } from './field-set.ts';
import type { Owner } from './managers.ts';
import { printPath } from './path-element.ts';

/** Fields that an apply wants to change and that `owner` holds. */
export interface OwnershipConflict {
  readonly owner: Owner;
  readonly fields: FieldSet;
}

/** The 409 for these conflicts, with one cause per field, in the words of the API machinery. */
export function conflictError(conflicts: readonly OwnershipConflict[]): ApiError {
  const pairs = conflicts.flatMap(({ owner, fields }) => fields.paths().map((path) => ({ owner, path })));
  const causes = pairs.map(({ owner, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printOwner(owner)}`,
    field: printPath(path),
  }));
  const [only, second] = pairs;
  if (only !== undefined && second === undefined) {
    const message = `Apply failed with 1 conflict: conflict with ${printOwner(only.owner)}: ${printPath(only.path)}`;
    return applyConflict(message, causes);
  }
  const lines = conflicts.flatMap(({ owner, fields }) => [
    `conflicts with ${printOwner(owner)}:`,
    ...fields.paths().map((path) => `- ${printPath(path)}`),
  ]);
  return applyConflict(`Apply failed with ${pairs.length} conflicts: ${lines.join('\n')}`, causes);
}

function printOwner(owner: Owner): string {
  const subresource = owner.subresource === '' ? '' : ` with subresource ${JSON.stringify(owner.subresource)}`;
  const named = `${JSON.stringify(owner.manager)}${subresource}`;
  // Updates print their version; their time is no part of the identity that conflicts are reported by.
  return owner.operation === 'Apply' ? named : `${named} using ${owner.apiVersion}`;
}
