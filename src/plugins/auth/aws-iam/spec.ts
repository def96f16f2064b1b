import { z } from 'zod';
import { identityId } from '#kernel';

/** `spec.authentication.awsIamAuth`: the identity. Credentials and region come by the usual chain of AWS. */
export const AwsIamAuthSpec = z
  .object({ identityId: identityId() })
  .describe('Login of a machine identity with the AWS credentials of the operator.');

/** The parsed fragment. */
export type AwsIamAuthSpec = z.output<typeof AwsIamAuthSpec>;
