import { z } from 'zod';
import { withRules, type Rule } from './rule.ts';

/** As RE2 understands `\s`; JavaScript's own has more. */
const WHITE_SPACE = /[ \t\n\f\r]/;

/** A slug or an id. A blank that came with copying it would only show as something that Infisical does not know. */
export function slug(field: string): z.ZodString {
  return withRules(z.string().max(253), [
    {
      cel: `!self.matches('${WHITE_SPACE.source}')`,
      holds: (text) => !WHITE_SPACE.test(text),
      message: `${field} must not contain white space`,
    },
  ]);
}

/** Length of the longest folder path. */
export const MOST_PATH_CHARACTERS = 2048;

/** "secretsPath, where it is given, begins at the root." */
export const absolutePath: Rule<{ readonly secretsPath?: string | undefined }> = {
  cel: "!has(self.secretsPath) || self.secretsPath.startsWith('/')",
  holds: ({ secretsPath }) => secretsPath === undefined || secretsPath.startsWith('/'),
  message: 'secretsPath must be an absolute path, which begins with a slash',
  field: 'secretsPath',
};
