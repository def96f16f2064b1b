import { z } from 'zod';
import { CROSS_NAMESPACE } from '../../src/kernel/index.ts';
import { telemetryValues } from './telemetry-values.ts';
import { group, labels, open, quantity, toggle } from './value-kinds.ts';
import { extraPlugins } from './extra-plugins.ts';

function authMethod(description: string): z.ZodType {
  return group({ enabled: toggle(true, 'Whether it can be used.') }, description);
}

/**
 * The values of the chart: names, defaults and meaning. `values.yaml`, `values.schema.json` and the table in the chart's README are made from it. The names of
 * the first part are those of the chart of Infisical's own operator, and mean the same.
 */
export const ChartValues = z.strictObject({
  nameOverride: z.string().max(63).default('').describe('In place of the name of the chart.'),
  fullnameOverride: z
    .string()
    .max(63)
    .default('')
    .describe('In place of the names that are made of release and chart.'),
  installCRDs: toggle(
    true,
    'Whether the release brings the custom resource definitions. False for every release but one.',
  ),
  scopedNamespace: z
    .string()
    .max(63)
    .default('')
    .describe('The one namespace to work in. Empty, with scopedNamespaces empty as well: the whole cluster.'),
  scopedNamespaces: z.array(z.string().max(63)).default([]).describe('The namespaces to work in.'),
  scopedRBAC: toggle(
    false,
    'Whether rights are granted in the scoped namespaces alone, by Roles: then the release has no ClusterRole at all.',
  ),
  hostAPI: z
    .string()
    .default('')
    .describe(
      'Address of Infisical where neither a resource nor the ConfigMap infisical-config has one. Empty: https://app.infisical.com/api',
    ),
  controllerManager: group(
    {
      replicas: z.int().min(0).default(1).describe('Pods. One works, the others stand by.'),
      serviceAccount: group(
        {
          create: toggle(true, 'Whether the release makes the ServiceAccount.'),
          name: z.string().default('').describe('Its name. Empty: that of the release.'),
          annotations: labels.default({}).describe('Its annotations, as the workload identity of a cloud wants them.'),
        },
        'What the operator runs as.',
      ),
      manager: group(
        {
          image: group(
            {
              repository: z.string().default('infisical-operator').describe('Name of the image, with its registry.'),
              tag: z.string().default('').describe('Empty: the version of the chart.'),
              digest: z.string().default('').describe('As sha256:…; wins over the tag.'),
              pullPolicy: z
                .enum(['Always', 'IfNotPresent', 'Never'])
                .default('IfNotPresent')
                .describe('When it is pulled.'),
            },
            'The image of the operator.',
          ),
          args: z
            .array(z.string())
            .default([])
            .describe(
              'More arguments. Those that the chart of Infisical passes by default (bind addresses, leader election) are left out.',
            ),
          resources: open
            .default({ requests: { cpu: '10m', memory: '96Mi' }, limits: { memory: '256Mi' } })
            .describe('Requests and limits. No limit of CPU: it would only make the operator late.'),
          containerSecurityContext: open
            .default({
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              runAsNonRoot: true,
              capabilities: { drop: ['ALL'] },
              seccompProfile: { type: 'RuntimeDefault' },
            })
            .describe('As restricted Pod Security asks for.'),
          extraEnv: z.array(open).default([]).describe('More environment variables.'),
        },
        'The container.',
      ),
      kubeRbacProxy: open
        .default({})
        .describe('Taken from values of the chart of Infisical; has no effect, as there is no such proxy.'),
      podAnnotations: labels.default({}).describe('Annotations of the pods.'),
      podLabels: labels.default({}).describe('More labels of the pods.'),
      podSecurityContext: open
        .default({ runAsNonRoot: true, runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532 })
        .describe('Of the pods.'),
      nodeSelector: labels.default({}).describe('Of the pods.'),
      tolerations: z.array(open).default([]).describe('Of the pods.'),
      affinity: open.default({}).describe('Of the pods.'),
      topologySpreadConstraints: z
        .array(open)
        .default([])
        .describe('Of the pods; one without a labelSelector is given that of the pods.'),
      priorityClassName: z.string().default('').describe('Of the pods.'),
      extraVolumes: z.array(open).default([]).describe('More volumes of the pods, such as a key file for gcpIamAuth.'),
      extraVolumeMounts: z.array(open).default([]).describe('More mounts of the container.'),
      terminationGracePeriodSeconds: z.int().min(0).default(15).describe('Longer than shutdownSeconds.'),
      podDisruptionBudget: group(
        {
          enabled: toggle(false, 'Whether there is one. Only of use with two replicas and more.'),
          maxUnavailable: quantity.default(1).describe('Pods that may be away at a time.'),
        },
        'Disruption budget.',
      ),
    },
    'The Deployment.',
  ),
  imagePullSecrets: z.array(open).default([]).describe('Names of Secrets to pull the image with.'),
  metricsService: group(
    {
      enabled: toggle(true, 'Whether there is a Service in front of the metrics.'),
      type: z.string().default('ClusterIP').describe('Type of the Service.'),
      port: z.int().min(1).max(65_535).default(8_080).describe('Its port.'),
      ports: z
        .array(open)
        .default([])
        .describe('Taken from values of the chart of Infisical; has no effect, as there is one port.'),
    },
    'The Service in front of the metrics.',
  ),
  telemetry: telemetryValues,
  kubernetesClusterDomain: z
    .string()
    .default('cluster.local')
    .describe('Taken from values of the chart of Infisical; has no effect.'),
  crds: group(
    {
      keep: toggle(true, 'Whether the definitions, and with them all resources, stay when the release is uninstalled.'),
    },
    'The custom resource definitions.',
  ),
  plugins: group(
    {
      auth: group(
        {
          universalAuth: authMethod('Client id and client secret.'),
          kubernetesAuth: authMethod('Tokens of ServiceAccounts. Only with it may the operator ask for such tokens.'),
          awsIamAuth: authMethod('Identity of AWS.'),
          azureAuth: authMethod('Identity of Azure.'),
          gcpIdTokenAuth: authMethod('ID token of Google Cloud.'),
          gcpIamAuth: authMethod('Service account of Google Cloud.'),
          ldapAuth: authMethod('User and password of a directory.'),
          serviceToken: authMethod('Service tokens, which Infisical has deprecated.'),
        },
        'Login methods.',
      ),
      sync: group({ enabled: toggle(true, 'Whether InfisicalSecret is served.') }, 'Pull.'),
      push: group({ enabled: toggle(true, 'Whether InfisicalPushSecret is served.') }, 'Push.'),
      reload: group(
        {
          enabled: toggle(true, 'Whether workloads are restarted at all.'),
          deployments: toggle(true, 'Deployments.'),
          statefulSets: toggle(true, 'StatefulSets.'),
          daemonSets: toggle(true, 'DaemonSets.'),
          rollouts: toggle(true, 'Rollouts of Argo, where the cluster has them.'),
          cronJobs: toggle(true, 'CronJobs.'),
        },
        'Restarts of workloads.',
      ),
      ...extraPlugins,
    },
    'Parts of the operator. What is off has no watch and no right.',
  ),
  config: group(
    {
      namespace: z
        .string()
        .max(63)
        .default('infisical-operator-system')
        .describe('Namespace of the ConfigMap infisical-config.'),
      grant: z
        .enum(['auto', 'always', 'never'])
        .default('auto')
        .describe(
          'With scopedRBAC: whether the right to read it is granted there. auto: when that namespace exists at the time of the installation.',
        ),
      caSecretName: z
        .string()
        .max(253)
        .default('')
        .describe(
          'Secret of that namespace with the CA bundle that infisical-config names; needed with scopedRBAC, to grant the right to it.',
        ),
    },
    'Settings for all resources.',
  ),
  crossNamespace: z
    .enum(CROSS_NAMESPACE)
    .default('Allow')
    .describe(
      'Which objects of other namespaces a resource may name. Allow: any. Grant: those that are opened to it by an annotation. Deny: none.',
    ),
  allowedHosts: z
    .array(z.string())
    .default([])
    .describe(
      "Hosts that resources may name besides the operator's own, such as infisical.example.com or *.example.com. Empty: any, but proofs of the operator's cloud identity go to its own alone.",
    ),
  admissionPolicy: group(
    {
      enabled: toggle(
        false,
        'Whether there is a ValidatingAdmissionPolicy: whoever creates or edits a resource must himself be allowed to get the Secrets that it reads, to update the Secrets and ConfigMaps that it writes, and to create tokens of the ServiceAccounts that it uses. Takes Kubernetes 1.30, and is an object of the whole cluster.',
      ),
      actions: z
        .array(z.enum(['Deny', 'Warn', 'Audit']))
        .min(1)
        .default(['Deny'])
        .describe('What happens to who is not: Deny, Warn (not together with Deny), Audit.'),
    },
    'Rights of those who write resources.',
  ),
  resyncSeconds: z.int().min(5).max(86_400).default(60).describe('Resync interval where a resource sets none.'),
  concurrency: z.int().min(1).max(256).default(16).describe('Passes that may run at once for one Infisical host.'),
  log: group(
    {
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least severe level that is logged.'),
      format: z.enum(['json', 'text']).default('json').describe('How its lines look: json, or text for people.'),
    },
    'The log.',
  ),
  statusPage: group(
    {
      enabled: toggle(
        false,
        'Whether the port of the metrics also serves a read-only page about resources, queue and plugins. It asks for no login: reach it by kubectl port-forward.',
      ),
    },
    'The status page.',
  ),
  shutdownSeconds: z.int().min(1).max(300).default(10).describe('Seconds that a stop may take.'),
  networkPolicy: group(
    {
      enabled: toggle(
        false,
        'Whether there is one: in, only to the metrics; out, anywhere, as Infisical and the API server may be anywhere.',
      ),
      egress: z.array(open).default([]).describe('Rules for the way out, in place of "anywhere".'),
    },
    'Network policy of the pods.',
  ),
  extraObjects: z.array(open).default([]).describe('More objects of the release, each as it is.'),
});
