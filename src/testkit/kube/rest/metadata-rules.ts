import { FieldError } from '../errors/index.ts';
import type { KubeObject } from '../json/index.ts';
import type { ResourceKind } from '../kinds/index.ts';
import { labelErrors } from './label-rules.ts';

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_HELP =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_HELP =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

/** Letters and digits of generated names: no vowels, so that no words appear, and nothing easily confused. */
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A name from `generateName`, cut so that it stays a DNS label. */
export function generateName(prefix: string): string {
  const suffix = Array.from({ length: 5 }, () => SUFFIX_LETTERS[Math.floor(Math.random() * SUFFIX_LETTERS.length)]);
  return prefix.slice(0, 58) + suffix.join('');
}

/** Everything in the metadata that no kind accepts. */
export function metadataErrors(kind: ResourceKind, object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const { metadata } = object;
  return [
    ...(old === undefined ? nameErrors(kind, metadata.name ?? '') : []),
    ...labelErrors(metadata.labels ?? {}, metadata.annotations ?? {}),
    ...finalizerErrors(metadata.finalizers ?? [], old),
    ...ownerErrors(object),
  ];
}

function nameErrors(kind: ResourceKind, name: string): FieldError[] {
  if (name === '') return [FieldError.required('metadata.name', 'name or generateName is required')];
  const isLabel = kind.plural === 'namespaces';
  const limit = isLabel ? 63 : 253;
  const errors: FieldError[] = [];
  const fail = (why: string): number => errors.push(FieldError.invalid('metadata.name', name, why));
  if (name.length > limit) fail(`must be no more than ${limit} characters`);
  if (!(isLabel ? LABEL : SUBDOMAIN).test(name)) fail(isLabel ? LABEL_HELP : SUBDOMAIN_HELP);
  return errors;
}

function finalizerErrors(finalizers: readonly string[], old: KubeObject | undefined): FieldError[] {
  const errors = finalizers
    .filter((each) => !/^(?:[a-z0-9.-]+\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(each))
    .map((each) =>
      FieldError.invalid('metadata.finalizers', each, 'name part must consist of alphanumeric characters'),
    );
  if (old?.metadata.deletionTimestamp !== undefined) {
    const added = finalizers.filter((each) => old.metadata.finalizers?.includes(each) !== true);
    if (added.length > 0) {
      const list = added.map((each) => JSON.stringify(each)).join(', ');
      const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
      errors.push(FieldError.forbidden('metadata.finalizers', why));
    }
  }
  return errors;
}

function ownerErrors(object: KubeObject): FieldError[] {
  const owners = object.metadata.ownerReferences ?? [];
  const errors: FieldError[] = [];
  for (const owner of owners) {
    for (const key of ['apiVersion', 'kind', 'name', 'uid'] as const) {
      // The type says string; a request may still have left it out.
      const value: unknown = owner[key];
      if (value !== undefined && value !== '') continue;
      const why = key === 'apiVersion' ? 'version must not be empty' : 'must not be empty';
      errors.push(FieldError.invalid(`metadata.ownerReferences.${key}`, '', why));
    }
  }
  const controllers = owners.filter((owner) => owner.controller === true);
  if (controllers.length > 1) {
    const why = `Only one reference can have Controller set to true. Found "true" in references for ${controllers
      .map((owner) => `${owner.kind}/${owner.name}`)
      .join(' and ')}`;
    errors.push(FieldError.invalid('metadata.ownerReferences', [], why));
  }
  return errors;
}
