export { startAzure, type Azure, type AzureOptions } from './start-azure.ts';
export type { AzureIdentity, AzureIdentitySpec } from './managed-identity.ts';
