import type { Era } from '../era/index.ts';
import type { Place, Secret } from '../state/index.ts';

/** Where an answer shows a secret; servers of 2024 give each of these another set of fields. */
export type ViewKind = 'listed' | 'read' | 'readVersion' | 'written' | 'imported';

/** How the value is shown: expanded, or not at all. */
export interface ShownValue {
  readonly value: string;
  readonly hidden: boolean;
}

const HIDDEN_VALUE = '<hidden-by-infisical>';

/** A secret as answers show it. */
export function secretView(
  era: Era,
  place: Place,
  secret: Secret,
  kind: ViewKind,
  shown: ShownValue = { value: secret.value, hidden: false },
): Record<string, unknown> {
  const view = {
    id: secret.id,
    _id: secret.id,
    workspace: place.project.id,
    environment: place.environment.slug,
    version: secret.version,
    type: 'shared',
    secretKey: secret.key,
    secretValue: shown.hidden ? HIDDEN_VALUE : shown.value,
    secretComment: secret.comment,
  };
  const path = { secretPath: place.folder.path };
  const tags = { tags: secret.tags.map(({ id, slug, color, name }) => ({ id, slug, color, name })) };
  // Elements of import blocks never have a path: the block has it.
  if (era.richSecrets) {
    return { ...view, ...tags, ...(kind === 'imported' ? {} : path), ...laterFields(secret, shown.hidden) };
  }
  return { ...view, ...(kind === 'listed' ? path : {}), ...(kind === 'read' ? tags : {}) };
}

function laterFields(secret: Secret, secretValueHidden: boolean): Record<string, unknown> {
  return {
    secretValueHidden,
    createdAt: secret.createdAt.toISOString(),
    updatedAt: secret.updatedAt.toISOString(),
    skipMultilineEncoding: secret.skipMultilineEncoding,
    secretMetadata: secret.metadata,
    actor: null,
    isRotatedSecret: false,
    rotationId: null,
    secretReminderNote: null,
    secretReminderRepeatDays: null,
  };
}
