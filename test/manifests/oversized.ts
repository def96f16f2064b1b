/** A change to a valid manifest that makes something too long: a JSON merge patch. */
interface OversizedCase {
  readonly name: string;
  readonly base: string;
  readonly patch: object;
  readonly field: string;
}

const BASE = 'universal-auth.yaml';

const PULLED: readonly OversizedCase[] = [
  {
    name: '101 Secrets',
    base: BASE,
    patch: { spec: { managedKubeSecretReferences: list(101, (name) => ({ secretName: name })) } },
    field: 'spec.managedKubeSecretReferences',
  },
  {
    name: '101 ConfigMaps',
    base: BASE,
    patch: { spec: { managedKubeConfigMapReferences: list(101, (name) => ({ configMapName: name })) } },
    field: 'spec.managedKubeConfigMapReferences',
  },
  {
    name: '65 tags',
    base: BASE,
    patch: scope({ tagSlugs: list(65, (name) => name) }),
    field: 'spec.authentication.universalAuth.secretsScope.tagSlugs',
  },
  {
    name: '33 audiences',
    base: 'kubernetes-auth.yaml',
    patch: { spec: { authentication: { kubernetesAuth: { serviceAccountTokenAudiences: list(33, (name) => name) } } } },
    field: 'spec.authentication.kubernetesAuth.serviceAccountTokenAudiences',
  },
  {
    name: '1025 keys of a template',
    base: BASE,
    patch: template({ data: map(1_025) }),
    field: 'spec.managedSecretReference.template.data',
  },
  {
    name: '129 labels',
    base: BASE,
    patch: template({ metadata: { labels: map(129) } }),
    field: 'spec.managedSecretReference.template.metadata.labels',
  },
  {
    name: 'a template of more than 256 KiB',
    base: BASE,
    patch: template({ data: { A: 'a'.repeat(262_145) } }),
    field: 'spec.managedSecretReference.template.data.A',
  },
  {
    name: 'an interval of 33 characters',
    base: BASE,
    patch: { spec: { resyncInterval: `${'0'.repeat(31)}1m` } },
    field: 'spec.resyncInterval',
  },
  {
    name: 'an environment of 254 characters',
    base: BASE,
    patch: scope({ envSlug: 'a'.repeat(254) }),
    field: 'spec.authentication.universalAuth.secretsScope.envSlug',
  },
  {
    name: 'a namespace of 64 characters',
    base: BASE,
    patch: { spec: { managedSecretReference: { secretNamespace: 'a'.repeat(64) } } },
    field: 'spec.managedSecretReference.secretNamespace',
  },
  {
    name: 'a host of 2049 characters',
    base: BASE,
    patch: { spec: { hostAPI: `https://a.example/${'a'.repeat(2_049 - 18)}` } },
    field: 'spec.hostAPI',
  },
];

const PUSHED: readonly OversizedCase[] = [
  {
    name: '1025 keys of a template',
    base: BASE,
    patch: { spec: { push: { secret: { template: { data: map(1_025) } } } } },
    field: 'spec.push.secret.template.data',
  },
  {
    name: 'a template of more than 256 KiB',
    base: BASE,
    patch: { spec: { push: { secret: { template: { data: { A: 'a'.repeat(262_145) } } } } } },
    field: 'spec.push.secret.template.data.A',
  },
  {
    name: 'an environment of 254 characters',
    base: BASE,
    patch: { spec: { destination: { environmentSlug: 'a'.repeat(254) } } },
    field: 'spec.destination.environmentSlug',
  },
  {
    name: 'a path of 2049 characters',
    base: BASE,
    patch: { spec: { destination: { secretsPath: `/${'a'.repeat(2_048)}` } } },
    field: 'spec.destination.secretsPath',
  },
];

/** One spec per case, none longer than it must be. */
export const OVERSIZED = { InfisicalSecret: PULLED, InfisicalPushSecret: PUSHED } as const;

function scope(fields: object): object {
  return { spec: { authentication: { universalAuth: { secretsScope: fields } } } };
}

function template(fields: object): object {
  return { spec: { managedSecretReference: { template: fields } } };
}

function list<T>(length: number, entry: (name: string) => T): readonly T[] {
  return Array.from({ length }, (_, index) => entry(`a${index}`));
}

function map(length: number): Readonly<Record<string, string>> {
  return Object.fromEntries(list(length, (name) => [name, 'a'] as const));
}
