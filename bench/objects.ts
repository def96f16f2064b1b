/** Group and version of the custom resource. */
const API_VERSION = 'secrets.infisical.com/v1alpha1';

/** How many folders of Infisical the resources read, and how many secrets each of them holds. */
export const SOURCES = 20;
export const KEYS_PER_SOURCE = 20;

/** Slugs of the project and its environment. */
export const PROJECT = 'bench';
export const ENVIRONMENT = 'prod';

/** The Secret with the identity's credentials, of the benchmark's own namespace. */
export const CREDENTIALS = { namespace: 'bench-credentials', name: 'identity' } as const;

/** The path of the folder that a resource reads. */
export function folderOf(index: number): string {
  return `/service-${index % SOURCES}`;
}

/** Names of resources; their targets have the same ones. */
export function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `resource-${String(index).padStart(5, '0')}`);
}

/** API path of a collection in a namespace, or of one object of it. */
export const paths = {
  namespaces: '/api/v1/namespaces',
  secrets: (namespace: string): string => `/api/v1/namespaces/${namespace}/secrets`,
  resources: (namespace: string): string => `/apis/${API_VERSION}/namespaces/${namespace}/infisicalsecrets`,
} as const;

/** An InfisicalSecret that fills a Secret of its own name from its folder. */
export function resourceManifest(namespace: string, name: string, index: number, hostAPI: string): object {
  return {
    apiVersion: API_VERSION,
    kind: 'InfisicalSecret',
    metadata: { namespace, name },
    spec: {
      hostAPI,
      // Longer than any run: what is measured is the first pass of each resource.
      resyncInterval: 3_600,
      authentication: {
        universalAuth: {
          credentialsRef: { secretName: CREDENTIALS.name, secretNamespace: CREDENTIALS.namespace },
          secretsScope: { projectSlug: PROJECT, envSlug: ENVIRONMENT, secretsPath: folderOf(index) },
        },
      },
      managedSecretReference: { secretName: name, secretNamespace: namespace },
    },
  };
}

/** An opaque Secret of these values. */
export function secretManifest(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  stringData: Readonly<Record<string, string>>,
): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, type: 'Opaque', stringData };
}
