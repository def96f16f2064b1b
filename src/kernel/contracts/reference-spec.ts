import { z } from 'zod';

/** A DNS subdomain, or nothing: operators written in Go store `''` in what nobody had set. */
const OBJECT_NAME = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$/;
/** A DNS label, or nothing. */
const NAMESPACE = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$/;

/** The name of an object that a spec refers to. `kind` with its article: `a Secret`. */
export function objectName(kind: string, description: string): z.ZodString {
  return z.string().max(253).regex(OBJECT_NAME, `must be the name of ${kind}`).describe(description);
}

/** The namespace of an object that a spec refers to; undefined, also when empty, stands for the resource's own. */
export function objectNamespace(kind: string): z.ZodType<string | undefined, string | undefined> {
  return z
    .string()
    .max(63)
    .regex(NAMESPACE, 'must be the name of a namespace')
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
