import { RESERVED_KEY } from '#kernel';

/** Prefix of everything that the operator reads from or writes into metadata. */
const PREFIX = 'secrets.infisical.com/';

/** On targets: hash of the data as it was written. */
export const DATA_HASH = `${PREFIX}data-hash`;
/** On objects of others: "true" lets a resource take them over. */
export const ADOPT = `${PREFIX}adopt`;
/** On Secrets that Infisical's older operator wrote: they are adopted as they are. */
export const LEGACY_VERSION = `${PREFIX}version`;

/** Prefixes that belong to tools which would take a copy of their mark for the object they manage. */
const FOREIGN_MARKS = [
  'argocd.argoproj.io/',
  'kustomize.toolkit.fluxcd.io/',
  'helm.toolkit.fluxcd.io/',
  'meta.helm.sh/',
  'fleet.cattle.io/',
  'objectset.rio.cattle.io/',
  'kapp.k14s.io/',
  'configsync.gke.io/',
  'configmanagement.gke.io/',
];

/** Single keys of the same kind. */
const FOREIGN_KEYS = new Set(['app.kubernetes.io/instance', 'app.kubernetes.io/managed-by', 'helm.sh/chart']);

/** Whether a label or annotation of a resource is handed on to its targets. */
export function isPropagated(key: string): boolean {
  if (FOREIGN_KEYS.has(key)) return false;
  if (FOREIGN_MARKS.some((mark) => key.startsWith(mark))) return false;
  return !RESERVED_KEY.test(key);
}

/** The labels or annotations that are handed on. */
export function propagated(from: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => isPropagated(key)));
}
