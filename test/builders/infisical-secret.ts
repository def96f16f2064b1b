/** Where to read in Infisical. */
export interface Scope {
  readonly projectSlug?: string;
  readonly projectId?: string;
  readonly envSlug?: string;
  readonly secretsPath?: string;
  readonly recursive?: boolean;
  readonly secretName?: string;
  readonly tagSlugs?: readonly string[];
}

/** What Secrets and ConfigMaps to write have in common. */
interface AnyTarget {
  readonly creationPolicy?: 'Owner' | 'Orphan';
  readonly template?: {
    readonly includeAllSecrets?: boolean;
    readonly data?: Readonly<Record<string, string>>;
    readonly metadata?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  };
}

/** A Secret to write, as manifests have it. */
export interface Target extends AnyTarget {
  readonly secretName: string;
  readonly secretNamespace?: string;
  readonly secretType?: string;
}

/** A ConfigMap to write, as manifests have it. */
export interface ConfigMapTarget extends AnyTarget {
  readonly configMapName: string;
  readonly configMapNamespace?: string;
}

/** What a manifest is made from; all but names, host and authentication may be left out. */
export interface InfisicalSecretOptions {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Empty: what the operator is set to. */
  readonly hostAPI: string;
  readonly authentication: object;
  /** The oldest form of a service token; takes the place of `authentication`. */
  readonly tokenSecretReference?: object;
  /** Default 1h, so that nothing but the event under test leads to a pass. */
  readonly resyncInterval?: number | string;
  readonly instantUpdates?: boolean;
  readonly emptyPolicy?: 'Keep' | 'Allow';
  readonly tls?: object;
  /** Default: one Orphan target, named after the resource. */
  readonly targets?: readonly Target[];
  readonly configMaps?: readonly ConfigMapTarget[];
}

/** The manifest of an InfisicalSecret. */
export interface InfisicalSecretManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: object;
}

/** A manifest that works, as far as its options do. */
export function anInfisicalSecret(options: InfisicalSecretOptions): InfisicalSecretManifest {
  const { namespace, name, labels = {}, annotations = {}, hostAPI, authentication, emptyPolicy, tls } = options;
  const { tokenSecretReference, instantUpdates } = options;
  const { resyncInterval = '1h', targets = [{ secretName: name }], configMaps = [] } = options;
  const [first, ...others] = targets;
  return {
    apiVersion: 'secrets.infisical.com/v1alpha1',
    kind: 'InfisicalSecret',
    metadata: { namespace, name, labels, annotations },
    spec: {
      ...(hostAPI === '' ? {} : { hostAPI }),
      resyncInterval,
      ...(tokenSecretReference === undefined ? { authentication } : { tokenSecretReference }),
      ...(instantUpdates === undefined ? {} : { instantUpdates }),
      ...(emptyPolicy === undefined ? {} : { emptyPolicy }),
      ...(tls === undefined ? {} : { tls }),
      ...(first === undefined ? {} : { managedSecretReference: first }),
      ...(others.length === 0 ? {} : { managedKubeSecretReferences: others }),
      ...(configMaps.length === 0 ? {} : { managedKubeConfigMapReferences: configMaps }),
    },
  };
}

/** Universal auth with the credentials in a Secret of the resource's namespace, unless another is named. */
export function universalAuth(secretName: string, secretsScope: Scope, secretNamespace?: string): object {
  return {
    universalAuth: {
      credentialsRef: { secretName, ...(secretNamespace === undefined ? {} : { secretNamespace }) },
      secretsScope,
    },
  };
}

/** The deprecated service token, from a Secret of the resource's namespace. */
export function serviceTokenAuth(secretName: string, secretsScope: Omit<Scope, 'projectSlug' | 'projectId'>): object {
  return { serviceToken: { serviceTokenSecretReference: { secretName }, secretsScope } };
}

/** LDAP auth with the user name and the password in a Secret of the resource's namespace. */
export function ldapAuth(identityId: string, secretName: string, secretsScope: Scope): object {
  return { ldapAuth: { identityId, credentialsRef: { secretName }, secretsScope } };
}

/** Kubernetes auth as a ServiceAccount of the resource's namespace. */
export function kubernetesAuth(
  identityId: string,
  name: string,
  audiences: readonly string[],
  secretsScope: Scope,
): object {
  return {
    kubernetesAuth: {
      identityId,
      serviceAccountRef: { name },
      serviceAccountTokenAudiences: audiences,
      secretsScope,
    },
  };
}

/** Kubernetes auth as a ServiceAccount of the resource's namespace, with a stored token where there is one. */
export function storedTokenAuth(identityId: string, name: string, secretsScope: Scope): object {
  return {
    kubernetesAuth: {
      identityId,
      serviceAccountRef: { name },
      autoCreateServiceAccountToken: false,
      secretsScope,
    },
  };
}
