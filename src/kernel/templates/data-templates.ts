import { z } from 'zod';
import { withRules, type Rule } from '../spec/index.ts';

/** Names that a key of a Secret or ConfigMap may have: those of a file, since keys become files in volumes. */
const DATA_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** Whether Kubernetes can hold a value under this key. */
export function isDataKey(key: string): boolean {
  return DATA_KEY.test(key) && key !== '.' && !key.startsWith('..');
}

/** Most bytes of one template; the engine has the same limit. */
const MOST_CHARACTERS = 262_144;

/** Most entries; keeps the rule about their keys cheap enough for the API server. */
const MOST_KEYS = 1_024;

/** Text by key. */
export type TextMap = Readonly<Record<string, string>>;

/** "Each key of this map is so." */
export function keyRule(cel: string, holds: (key: string) => boolean, message: string): Rule<TextMap> {
  return { cel: `self.all(key, ${cel})`, holds: (map) => Object.keys(map).every(holds), message };
}

/** A map of texts with at most so many entries. */
export function textMap(value: z.ZodType<string, string>, most: number): z.ZodType<TextMap, TextMap> {
  return z
    .record(z.string(), value)
    .refine((map) => Object.keys(map).length <= most, `must have at most ${most} entries`)
    .meta({ maxProperties: most });
}

/** `template.data`: a Go template for each key. */
export const dataTemplates = withRules(textMap(z.string().max(MOST_CHARACTERS), MOST_KEYS), [
  keyRule(
    `key.matches('${DATA_KEY.source}') && key != '.' && !key.startsWith('..')`,
    isDataKey,
    "data must have keys of at most 253 letters, digits, '-', '_' and '.', which do not begin with two dots",
  ),
]);

interface Making {
  readonly data?: TextMap | undefined;
  readonly includeAllSecrets?: boolean | undefined;
}

/** `includeAllSecrets: false` is no more than the default beside keys, and leaves nothing without them. */
export function makesSomething(what: string): Rule<Making> {
  return {
    cel: 'has(self.data) && size(self.data) > 0 || (has(self.includeAllSecrets) ? self.includeAllSecrets : !has(self.data))',
    holds: ({ data, includeAllSecrets = data === undefined }) =>
      includeAllSecrets || Object.keys(data ?? {}).length > 0,
    message: `data must have a key, or includeAllSecrets must be true: ${what}`,
    field: 'data',
  };
}
