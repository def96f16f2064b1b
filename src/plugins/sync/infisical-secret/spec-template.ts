import { z } from 'zod';
import { LABEL_VALUE, METADATA_KEY, RESERVED_KEY, withRules, type Rule } from '#kernel';

/** Names that a key of a Secret or ConfigMap may have: those of a file, since keys become files in volumes. */
const DATA_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Whether Kubernetes can hold a value under this key. */
export function isDataKey(key: string): boolean {
  return DATA_KEY.test(key) && key !== '.' && !key.startsWith('..');
}

/** Most bytes of one template; the engine has the same limit. */
const MOST_CHARACTERS = 262_144;

/** Most entries of the maps; keeps the rules about their keys cheap enough for the API server. */
const MOST_KEYS = 1_024;
const MOST_LABELS = 128;

type TextMap = Readonly<Record<string, string>>;

/** "Each key of this map is so." */
function keyRule(cel: string, holds: (key: string) => boolean, message: string): Rule<TextMap> {
  return { cel: `self.all(key, ${cel})`, holds: (map) => Object.keys(map).every(holds), message };
}

const dataKeys = keyRule(
  `key.matches('${DATA_KEY.source}') && key != '.' && !key.startsWith('..')`,
  isDataKey,
  "data must have keys of at most 253 letters, digits, '-', '_' and '.', which do not begin with two dots",
);

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

interface Source {
  readonly data?: TextMap | undefined;
  readonly includeAllSecrets?: boolean | undefined;
}

/** `includeAllSecrets: false` is no more than the default beside keys, and leaves nothing without them. */
const makesSomething: Rule<Source> = {
  cel: 'has(self.data) && size(self.data) > 0 || (has(self.includeAllSecrets) ? self.includeAllSecrets : !has(self.data))',
  holds: ({ data, includeAllSecrets = data === undefined }) => includeAllSecrets || Object.keys(data ?? {}).length > 0,
  message: 'data must have a key, or includeAllSecrets must be true: the target would be empty',
  field: 'data',
};

/** A map of texts with at most so many entries. */
function textMap(value: z.ZodType<string, string>, most: number): z.ZodType<TextMap, TextMap> {
  return z
    .record(z.string(), value)
    .refine((map) => Object.keys(map).length <= most, `must have at most ${most} entries`)
    .meta({ maxProperties: most });
}

/** `template` of a target. */
export const Template = withRules(
  z.object({
    includeAllSecrets: z
      .boolean()
      .describe('Also write every secret under its own name. The template wins.')
      .optional(),
    data: withRules(textMap(z.string().max(MOST_CHARACTERS), MOST_KEYS), [dataKeys])
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
  [makesSomething],
).describe('How the data of the target is made; left out: every secret under its own name.');

/** How a target is shaped. */
export type Template = z.output<typeof Template>;
