/** Every call that is made of Infisical, by the operationId of the document; `findEra` stands for a look at which routes there are. */
export const OPERATIONS = [
  'createFolderV1',
  'createFolderV2',
  'createSecretsV3',
  'createSecretsV4',
  'deleteSecretsV3',
  'deleteSecretsV4',
  'findEra',
  'getProjectBySlug',
  'getSecretV3',
  'getSecretV4',
  'getServiceToken',
  'getWorkspace',
  'getWorkspaceBySlug',
  'listFoldersV1',
  'listSecretsV3',
  'listSecretsV4',
  'loginAws',
  'loginAzure',
  'loginGcp',
  'loginJwt',
  'loginKubernetes',
  'loginLdap',
  'loginOidc',
  'loginUniversal',
  'subscribeProjectEvents',
  'updateSecretsV3',
  'updateSecretsV4',
] as const;

/** One of them. */
export type Operation = (typeof OPERATIONS)[number];
