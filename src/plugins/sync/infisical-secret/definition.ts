import type { ResourceDefinition } from '#kernel';
import { infisicalSecretSpec } from './spec.ts';
import { InfisicalSecretStatus } from './status.ts';

/** The custom resource InfisicalSecret as the API server and `kubectl get` know it. */
export const infisicalSecretDefinition = {
  type: { group: 'secrets.infisical.com', version: 'v1alpha1', kind: 'InfisicalSecret', plural: 'infisicalsecrets' },
  singular: 'infisicalsecret',
  shortNames: ['is', 'isec'],
  categories: ['infisical'],
  description: 'Keeps Secrets and ConfigMaps of the cluster equal to a folder of secrets in Infisical.',
  columns: [
    {
      name: 'Ready',
      type: 'string',
      jsonPath: '.status.conditions[?(@.type=="Ready")].status',
      description: 'Whether the targets hold what Infisical holds.',
      priority: 0,
    },
    {
      name: 'State',
      type: 'string',
      jsonPath: '.status.state',
      description: 'Where the last pass came to rest.',
      priority: 0,
    },
    {
      name: 'Secrets',
      type: 'integer',
      jsonPath: '.status.secretsCount',
      description: 'Secrets that the last read gave.',
      priority: 0,
    },
    {
      name: 'Synced',
      type: 'date',
      jsonPath: '.status.lastSyncedAt',
      description: 'When a target was last written.',
      priority: 0,
    },
    {
      name: 'Age',
      type: 'date',
      jsonPath: '.metadata.creationTimestamp',
      description: 'Age of the resource.',
      priority: 0,
    },
    {
      name: 'Reason',
      type: 'string',
      jsonPath: '.status.conditions[?(@.type=="Ready")].reason',
      description: 'Why it is ready or not.',
      priority: 1,
    },
    { name: 'Host', type: 'string', jsonPath: '.status.host', description: 'The server in use.', priority: 1 },
    {
      name: 'Auth',
      type: 'string',
      jsonPath: '.status.authMethod',
      description: 'The login method in use.',
      priority: 1,
    },
  ],
  spec: infisicalSecretSpec,
  status: InfisicalSecretStatus,
} as const satisfies ResourceDefinition;
