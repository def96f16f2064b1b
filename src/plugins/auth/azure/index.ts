import { AUTH_METHOD, contribute, definePlugin } from '#kernel';
import { AzureAuth } from './azure-auth.ts';
import { AzureAuthSpec } from './spec.ts';

/** Azure auth of Infisical. */
export const plugin = definePlugin({
  id: 'auth.azure',
  contract: 1,
  summary: 'Machine identity login with the managed identity of an Azure node or the workload identity of a pod.',
  needs: [
    'workload identity: AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_ID, AZURE_TENANT_ID, https to AZURE_AUTHORITY_HOST',
    'a managed identity of the node: http to 169.254.169.254',
  ],
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'azureAuth',
      spec: AzureAuthSpec,
      scope: 'project',
      identity: 'operator',
      use: AzureAuth,
      watches: [],
      references: () => [],
    }),
  ],
});
