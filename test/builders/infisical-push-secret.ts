/** What a manifest is made from; all but names, host and authentication may be left out. */
export interface InfisicalPushSecretOptions {
  readonly namespace: string;
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Empty: what the operator is set to. */
  readonly hostAPI: string;
  readonly authentication: object;
  readonly tls?: object;
  /** Default 1h, so that nothing but the event under test leads to a pass. */
  readonly resyncInterval?: number | string;
  readonly updatePolicy?: string;
  readonly deletionPolicy?: string;
  readonly destination: {
    readonly projectSlug?: string;
    readonly projectId?: string;
    readonly environmentSlug: string;
    readonly secretsPath?: string;
    readonly createFolders?: boolean;
  };
  /** Default: a Secret of the resource's name; null: none. */
  readonly source?: {
    readonly secretName: string;
    readonly secretNamespace?: string;
    readonly template?: object;
  } | null;
  readonly generators?: readonly { readonly destinationSecretName: string; readonly generatorRef: object }[];
}

/** The manifest of an InfisicalPushSecret. */
export interface InfisicalPushSecretManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: object;
}

/** A manifest that works, as far as its options do. */
export function anInfisicalPushSecret(options: InfisicalPushSecretOptions): InfisicalPushSecretManifest {
  const { namespace, name, annotations = {}, hostAPI, source = { secretName: name }, generators, ...spec } = options;
  const { resyncInterval = '1h', ...rest } = spec;
  return {
    apiVersion: 'secrets.infisical.com/v1alpha1',
    kind: 'InfisicalPushSecret',
    metadata: { namespace, name, annotations },
    spec: {
      ...(hostAPI === '' ? {} : { hostAPI }),
      resyncInterval,
      ...rest,
      push: { ...(source === null ? {} : { secret: source }), ...(generators === undefined ? {} : { generators }) },
    },
  };
}
