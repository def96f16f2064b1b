/** Secret types that Kubernetes gives power to: writing one would hand out a token of a ServiceAccount or of a new node. */
export const REFUSED_SECRET_TYPES: readonly string[] = [
  'kubernetes.io/service-account-token',
  'bootstrap.kubernetes.io/token',
];

/**
 * Keys of labels and annotations by which Kubernetes, kubectl or this operator take an object for something: `kubernetes.io/service-account.name`, or
 * `secrets.infisical.com/allow-from`. The recommended labels below `app.kubernetes.io/` are none of them. Also a pattern of RE2.
 */
export const RESERVED_KEY =
  /^(kubernetes[.]io|kubectl[.]kubernetes[.]io|([^/]+[.])?k8s[.]io|secrets[.]infisical[.]com)\//;
