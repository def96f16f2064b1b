import { z } from 'zod';
import { objectName, objectNamespace } from '../contracts/index.ts';
import { LONG_ENOUGH, parseResyncInterval, RESYNC_INTERVAL } from './duration.ts';
import { withRules } from './rule.ts';

const HOST = /^(https?:\/\/([^/?#@:[\]\s]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?(\/[^?#\s]*)?)?$/;

/** A key of a Secret, or nothing. */
const KEY_OR_EMPTY = /^[-._a-zA-Z0-9]*$/;

const absentWhenEmpty = (text: string): string | undefined => (text === '' ? undefined : text);

const isInterval = (value: number | string): boolean => value !== '' && RESYNC_INTERVAL.test(String(value));

/** `resyncInterval`, in milliseconds after parsing. */
export const resyncInterval = withRules(z.union([z.int(), z.string().max(32)]), [
  {
    cel: `type(self) == int ? self >= 0 && self <= 999999999 : self != '' && self.matches('${RESYNC_INTERVAL.source}')`,
    holds: isInterval,
    message: 'resyncInterval must be whole seconds, or a duration such as 90s, 5m, 1h30m or 1d',
  },
  {
    cel:
      `type(self) == int ? self < 0 || self >= 5 : self == '' || !self.matches('${RESYNC_INTERVAL.source}') || ` +
      `self.matches('${LONG_ENOUGH.source}')`,
    holds: (value) => !isInterval(value) || LONG_ENOUGH.test(String(value)),
    message: 'resyncInterval must be at least 5 seconds',
  },
])
  .describe(
    'Time between two looks at Infisical: whole seconds, or a duration such as `90s`, `5m`, `1h30m` or `1d`; at least 5 s.',
  )
  .transform(parseResyncInterval);

/** `hostAPI`, as it was written; absent when empty. */
export const hostAPI = withRules(z.string().max(2048), [
  {
    cel: `self.matches(r'${HOST.source}')`,
    holds: (text) => HOST.test(text),
    message: 'hostAPI must be an http or https address without credentials, query or fragment',
  },
])
  .describe(
    'Address of Infisical, with or without `/api`. Empty or left out: the ConfigMap `infisical-config`, then the ' +
      "operator's own setting.",
  )
  .transform(absentWhenEmpty);

/** Fields of a reference to a Secret. */
interface SecretReferenceShape {
  readonly secretName: z.ZodType<string, string>;
  readonly secretNamespace: z.ZodType<string | undefined, string | undefined>;
}

/** A Secret by name. Each field may be empty: the older operator stored references that nobody had set so. */
export function secretReference(description: string): SecretReferenceShape {
  return {
    secretName: objectName('a Secret', description),
    secretNamespace: objectNamespace('Secret'),
  };
}

/** `tls`. */
export const tls = z
  .object({
    caRef: withRules(
      z.object({
        ...secretReference('Name of the Secret.'),
        key: z
          .string()
          .max(253)
          .regex(KEY_OR_EMPTY, "must be a key of letters, digits, '-', '_' and '.'")
          .describe('Key in the Secret, such as `ca.crt`.'),
      }),
      [
        {
          cel: "(self.secretName == '') == (self.key == '')",
          holds: (reference) => (reference.secretName === '') === (reference.key === ''),
          message: 'secretName and key must both be given',
          field: 'key',
        },
      ],
    )
      .describe("Secret with a PEM bundle that is trusted besides the system's.")
      .transform((reference) => (reference.secretName === '' ? undefined : reference))
      .optional(),
  })
  .describe('How to trust Infisical.');
