/** One way to install the chart. */
export interface Combination {
  readonly title: string;
  /** How many namespaces the operator works in; 0: all. */
  readonly namespaces: 0 | 1 | 2;
  readonly scopedRBAC?: true;
  readonly crossNamespace?: 'Grant' | 'Deny';
  /** More values, each `name=value`. */
  readonly values?: readonly string[];
}

/** Values that switch off every login method but these. */
function only(...methods: readonly string[]): readonly string[] {
  const all = ['universalAuth', 'kubernetesAuth', 'awsIamAuth', 'azureAuth', 'gcpIdTokenAuth', 'gcpIamAuth', 'ldapAuth', 'serviceToken'];
  return all.filter((method) => !methods.includes(method)).map((method) => `plugins.auth.${method}.enabled=false`);
}

/** Scopes and switches; together each switch is on and off at least once, and each scope meets each policy on other namespaces. */
export const COMBINATIONS: readonly Combination[] = [
  { title: 'the whole cluster, everything on', namespaces: 0 },
  { title: 'the whole cluster, other namespaces by grant', namespaces: 0, crossNamespace: 'Grant' },
  { title: 'the whole cluster, no other namespaces', namespaces: 0, crossNamespace: 'Deny' },
  { title: 'the whole cluster, no restarts', namespaces: 0, values: ['plugins.reload.enabled=false'] },
  { title: 'the whole cluster, universal auth alone', namespaces: 0, values: only('universalAuth') },
  {
    title: 'the whole cluster, Kubernetes auth and Deployments alone',
    namespaces: 0,
    values: [...only('kubernetesAuth'), ...['statefulSets', 'daemonSets', 'rollouts', 'cronJobs'].map((kind) => `plugins.reload.${kind}=false`)],
  },
  { title: 'the whole cluster, pull alone', namespaces: 0, values: ['plugins.push.enabled=false'] },
  { title: 'the whole cluster, push alone', namespaces: 0, values: ['plugins.sync.enabled=false'] },
  { title: 'one namespace with a ClusterRole', namespaces: 1 },
  { title: 'one namespace with Roles', namespaces: 1, scopedRBAC: true },
  { title: 'one namespace with Roles, by grant', namespaces: 1, scopedRBAC: true, crossNamespace: 'Grant' },
  {
    title: 'one namespace with Roles, a CA bundle for all, and little else',
    namespaces: 1,
    scopedRBAC: true,
    values: ['config.namespace=with-ca', 'config.caSecretName=ca', 'plugins.reload.enabled=false', ...only('universalAuth')],
  },
  { title: 'two namespaces with Roles', namespaces: 2, scopedRBAC: true },
  {
    title: 'two namespaces with Roles, by grant, StatefulSets and CronJobs',
    namespaces: 2,
    scopedRBAC: true,
    crossNamespace: 'Grant',
    values: ['deployments', 'daemonSets', 'rollouts'].map((kind) => `plugins.reload.${kind}=false`),
  },
];
