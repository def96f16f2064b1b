export { startGoogleCloud, type GoogleCloud, type GoogleCloudOptions } from './start-google-cloud.ts';
export type { GoogleAllowed } from './infisical-check.ts';
export type { GoogleMachine } from './metadata-server.ts';
export type { GoogleAccount, GoogleAccountSpec } from './service-account.ts';
