export type { AwsAccount, AwsKeys, AwsRole, AwsRoleSpec } from './account.ts';
export type { AwsCheckOptions } from './infisical-check.ts';
export { SignatureRefusal, checkSignature, type SignatureTerms, type SignedRequest } from './signature-check.ts';
export { startAws, type Aws, type AwsOptions } from './start-aws.ts';
