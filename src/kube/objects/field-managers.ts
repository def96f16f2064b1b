/** Field managers, one per purpose, so that none takes away what another applied. */
export const FIELD_MANAGERS = {
  /** Targets: data, labels, annotations, owner references. */
  targets: 'infisical-operator',
  /** The status of custom resources. */
  status: 'infisical-operator-status',
  /** The mark in pod templates that restarts workloads. */
  restarts: 'infisical-operator-restarts',
} as const;

/** The label that every managed object carries, with the value `true`; informers keep a record of all that do. */
export const MANAGED_LABEL = 'secrets.infisical.com/managed';
