import {
  REFUSED_SECRET_TYPES,
  RESERVED_KEY,
  formatReference,
  terminal,
  type DesiredTarget,
  type TargetReference,
} from '../contracts/index.ts';

/** Keys of ours that a target carries, so that the operator knows it again. */
const OWN_KEYS: ReadonlySet<string> = new Set(
  ['managed', 'managed-by', 'data-hash'].map((name) => `secrets.infisical.com/${name}`),
);

/** Throws terminal `TargetInvalid` when the object would be more than data: a credential that Kubernetes honours, or a grant to others. */
export function checkTarget(reference: TargetReference, { type, labels, annotations }: DesiredTarget): void {
  const refuse = (what: string): never => {
    throw terminal('TargetInvalid', `${formatReference(reference)} must not have ${what}.`, {
      hint: `Take it out of the template or of the resource; ${reference.field} names the target.`,
    });
  };
  if (type !== undefined && REFUSED_SECRET_TYPES.includes(type)) refuse(`the type ${type}`);
  const reserved = [...Object.keys(labels), ...Object.keys(annotations)].find(
    (key) => RESERVED_KEY.test(key) && !OWN_KEYS.has(key),
  );
  if (reserved !== undefined) refuse(`the label or annotation ${reserved}, which gives objects a meaning`);
}
