import { z } from 'zod';
import { DNS_LABEL, DNS_SUBDOMAIN } from './object-names.ts';

/** Or nothing: operators written in Go store `''` in what nobody had set. */
const orEmpty = ({ source }: RegExp): RegExp => new RegExp(`^(${source.slice(1, -1)})?$`);

/** The name of an object that a spec refers to. `kind` with its article: `a Secret`. */
export function objectName(kind: string, description: string): z.ZodString {
  return z.string().max(253).regex(orEmpty(DNS_SUBDOMAIN), `must be the name of ${kind}`).describe(description);
}

/** The namespace of an object that a spec refers to; undefined, also when empty, stands for the resource's own. */
export function objectNamespace(kind: string): z.ZodType<string | undefined, string | undefined> {
  return z
    .string()
    .max(63)
    .regex(orEmpty(DNS_LABEL), 'must be the name of a namespace')
    .describe(`Namespace of the ${kind}; the resource's own when left out.`)
    .transform((text) => (text === '' ? undefined : text))
    .optional();
}

/** The machine identity that a login method is for. May be empty, as the names above may. */
export function identityId(): z.ZodString {
  return z
    .string()
    .max(253)
    .regex(/^[^ \t\n\f\r]*$/, 'must not contain white space')
    .describe('Id of the machine identity in Infisical.');
}
