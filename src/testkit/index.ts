export { startAws, type Aws, type AwsKeys, type AwsOptions, type AwsRole } from './aws/index.ts';
export { startAzure, type Azure, type AzureIdentity, type AzureOptions } from './azure/index.ts';
export { CloudServer, cloudFault, type CloudFault } from './cloud/index.ts';
export { authMethodContract, type AuthMethodUnderTest, type ContractCheck } from './contracts/index.ts';
export {
  FakeClock,
  FakePlatform,
  FakeSecretReader,
  FakeServiceAccountTokens,
  FixedRandom,
  RecordingLog,
  RecordingMetrics,
  settle,
  type FakePlatformOptions,
  type LogLine,
  anAuthRequest,
} from './fakes/index.ts';
export {
  startGoogleCloud,
  type GoogleAccount,
  type GoogleAllowed,
  type GoogleCloud,
  type GoogleCloudOptions,
} from './google/index.ts';
export { Infisical, fault as infisicalFault, startInfisical, type InfisicalOptions } from './infisical/index.ts';
export { startKube, type Kube, type KubeOptions } from './kube/index.ts';
