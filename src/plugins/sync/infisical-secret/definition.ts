import { statusColumns, type ResourceDefinition } from '#kernel';
import { infisicalSecretSpec } from './spec.ts';
import { InfisicalSecretStatus } from './status.ts';

/** The custom resource InfisicalSecret as the API server and `kubectl get` know it. */
export const infisicalSecretDefinition = {
  type: { group: 'secrets.infisical.com', version: 'v1alpha1', kind: 'InfisicalSecret', plural: 'infisicalsecrets' },
  singular: 'infisicalsecret',
  shortNames: ['is', 'isec'],
  categories: ['infisical'],
  description: 'Keeps Secrets and ConfigMaps of the cluster equal to a folder of secrets in Infisical.',
  columns: statusColumns({
    ready: 'Whether the targets hold what Infisical holds.',
    secrets: 'Secrets that the last read gave.',
    synced: 'When a target was last written.',
  }),
  states: {
    working: ['authenticating', 'fetching', 'writing', 'reloading'],
    good: 'synced',
    others: ['retrying', 'error', 'waiting', 'deleting'],
  },
  spec: infisicalSecretSpec,
  status: InfisicalSecretStatus,
} as const satisfies ResourceDefinition;
