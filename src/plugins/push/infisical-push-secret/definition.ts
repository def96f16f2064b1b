import { statusColumns, type ResourceDefinition } from '#kernel';
import { infisicalPushSecretSpec } from './spec.ts';
import { InfisicalPushSecretStatus } from './status.ts';

/** The custom resource InfisicalPushSecret as the API server and `kubectl get` know it. */
export const infisicalPushSecretDefinition = {
  type: {
    group: 'secrets.infisical.com',
    version: 'v1alpha1',
    kind: 'InfisicalPushSecret',
    plural: 'infisicalpushsecrets',
  },
  singular: 'infisicalpushsecret',
  shortNames: ['ips'],
  categories: ['infisical'],
  description: 'Sends a Secret of the cluster to a folder of Infisical.',
  columns: statusColumns({
    ready: 'Whether Infisical holds what the source and the policies ask for.',
    secrets: 'Keys that are pushed.',
    synced: 'When something was last written to Infisical.',
  }),
  states: {
    working: ['authenticating', 'fetching', 'writing', 'withdrawing'],
    good: 'synced',
    others: ['withdrawn', 'retrying', 'error', 'waiting'],
  },
  spec: infisicalPushSecretSpec,
  status: InfisicalPushSecretStatus,
} as const satisfies ResourceDefinition;
