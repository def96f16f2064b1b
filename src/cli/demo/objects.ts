/** Namespace that everything of the demo lives in; deleted at the end. */
export const NAMESPACE = 'infisical-demo';
/** Name of the demo's InfisicalSecret. */
export const RESOURCE = 'shop';
/** Name of the Secret that it keeps. */
export const TARGET = 'shop-secrets';
/** Name of the Deployment that uses it. */
export const WORKLOAD = 'shop-web';
/** Name of the demo's InfisicalPushSecret, and of the Secret that it pushes. */
export const PUSHED = 'shop-build';
/** Folder of Infisical that it pushes to. */
export const PUSHED_TO = '/from-cluster';
/** Name of the Secret with the credentials of the machine identity. */
const CREDENTIALS = 'shop-credentials';

/** An object as it is applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly [field: string]: unknown;
}

/** The objects that a user would write to have a Secret pushed, in the order of applying. `infisicalUrl` without `/api`. */
export function pushedObjects(infisicalUrl: string): readonly Manifest[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: PUSHED, namespace: NAMESPACE },
      stringData: { DEPLOY_TOKEN: 'first-token' },
    },
    {
      apiVersion: 'secrets.infisical.com/v1alpha1',
      kind: 'InfisicalPushSecret',
      metadata: { name: PUSHED, namespace: NAMESPACE },
      spec: {
        hostAPI: `${infisicalUrl}/api`,
        resyncInterval: '5s',
        updatePolicy: 'Replace',
        deletionPolicy: 'Delete',
        destination: {
          projectSlug: 'shop',
          environmentSlug: 'prod',
          secretsPath: PUSHED_TO,
          createFolders: true,
        },
        push: { secret: { secretName: PUSHED, secretNamespace: NAMESPACE } },
        authentication: {
          universalAuth: { credentialsRef: { secretName: CREDENTIALS, secretNamespace: NAMESPACE } },
        },
      },
    },
  ];
}

/** The objects that a user would write, in the order of applying. `infisicalUrl` without `/api`. */
export function sampleObjects(
  infisicalUrl: string,
  identity: { readonly clientId: string; readonly clientSecret: string },
): readonly Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: CREDENTIALS, namespace: NAMESPACE },
      stringData: { clientId: identity.clientId, clientSecret: identity.clientSecret },
    },
    {
      apiVersion: 'secrets.infisical.com/v1alpha1',
      kind: 'InfisicalSecret',
      metadata: { name: RESOURCE, namespace: NAMESPACE, labels: { team: 'shop' } },
      spec: {
        hostAPI: `${infisicalUrl}/api`,
        resyncInterval: '5s',
        authentication: {
          universalAuth: {
            credentialsRef: { secretName: CREDENTIALS, secretNamespace: NAMESPACE },
            secretsScope: { projectSlug: 'shop', envSlug: 'prod', secretsPath: '/' },
          },
        },
        managedSecretReference: { secretName: TARGET, secretNamespace: NAMESPACE, creationPolicy: 'Owner' },
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: WORKLOAD,
        namespace: NAMESPACE,
        annotations: { 'secrets.infisical.com/auto-reload': 'true' },
      },
      spec: {
        // No pod, so that nothing is pulled on a real cluster; it is rolled out all the same.
        replicas: 0,
        selector: { matchLabels: { app: WORKLOAD } },
        template: {
          metadata: { labels: { app: WORKLOAD } },
          spec: {
            containers: [{ name: 'web', image: 'registry.example/web:1', envFrom: [{ secretRef: { name: TARGET } }] }],
          },
        },
      },
    },
  ];
}
