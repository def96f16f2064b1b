import { z } from 'zod';
import {
  dataTemplates,
  keyRule,
  LABEL_VALUE,
  makesSomething,
  METADATA_KEY,
  RESERVED_KEY,
  textMap,
  withRules,
  type Rule,
  type TextMap,
} from '#kernel';

/** Most labels, and most annotations; keeps the rules about their keys cheap enough for the API server. */
const MOST_LABELS = 128;

function metadataKeys(field: 'labels' | 'annotations'): Rule<TextMap> {
  return keyRule(
    `key.matches(r'${METADATA_KEY.source}')`,
    (key) => METADATA_KEY.test(key),
    `${field} must have keys such as team or example.com/team: at most 63 letters, digits, '-', '_' and '.' behind the slash`,
  );
}

function reservedKeys(field: 'labels' | 'annotations'): Rule<TextMap> {
  return keyRule(
    `!key.matches(r'${RESERVED_KEY.source}')`,
    (key) => !RESERVED_KEY.test(key),
    `${field} must not have keys of kubernetes.io, kubectl.kubernetes.io, k8s.io or secrets.infisical.com, which give objects a meaning`,
  );
}

/** `template` of a target. */
export const Template = withRules(
  z.object({
    includeAllSecrets: z
      .boolean()
      .describe('Also write every secret under its own name. The template wins.')
      .optional(),
    data: dataTemplates
      .describe('Key of the target to Go template. `{{ .KEY.Value }}` and `{{ .KEY.SecretPath }}` give the secret KEY.')
      .optional(),
    metadata: z
      .object({
        labels: withRules(textMap(z.string().max(63).regex(LABEL_VALUE, 'must be the value of a label'), MOST_LABELS), [
          metadataKeys('labels'),
          reservedKeys('labels'),
        ])
          .describe('Labels of the target.')
          .optional(),
        annotations: withRules(textMap(z.string(), MOST_LABELS), [
          metadataKeys('annotations'),
          reservedKeys('annotations'),
        ])
          .describe('Annotations of the target.')
          .optional(),
      })
      .describe('Labels and annotations of the target, in place of copies of those of the resource.')
      .optional(),
  }),
  [makesSomething('the target would be empty')],
).describe('How the data of the target is made; left out: every secret under its own name.');

/** How a target is shaped. */
export type Template = z.output<typeof Template>;
