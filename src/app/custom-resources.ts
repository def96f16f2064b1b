import type { AuthFragment } from '#kernel';
import { composeCrd, type CustomResourceDefinition } from '../crd/index.ts';
import { AwsIamAuthSpec } from '../plugins/auth/aws-iam/spec.ts';
import { AzureAuthSpec } from '../plugins/auth/azure/spec.ts';
import { GcpIamAuthSpec } from '../plugins/auth/gcp/iam/spec.ts';
import { GcpIdTokenAuthSpec } from '../plugins/auth/gcp/id-token/spec.ts';
import { KubernetesAuthSpec } from '../plugins/auth/kubernetes/spec.ts';
import { LdapAuthSpec } from '../plugins/auth/ldap/spec.ts';
import { ServiceTokenSpec } from '../plugins/auth/service-token/spec.ts';
import { UniversalAuthSpec } from '../plugins/auth/universal/spec.ts';
import { infisicalPushSecretDefinition } from '../plugins/push/infisical-push-secret/definition.ts';
import { clusterGeneratorDefinition } from '../plugins/push/sources/generators/definition.ts';
import { infisicalSecretDefinition } from '../plugins/sync/infisical-secret/definition.ts';

/** The login methods that the custom resources know, whether or not their plugins are switched on. */
export const AUTH_FRAGMENTS: readonly AuthFragment[] = [
  { key: 'universalAuth', scope: 'project', spec: UniversalAuthSpec },
  { key: 'kubernetesAuth', scope: 'project', spec: KubernetesAuthSpec },
  { key: 'awsIamAuth', scope: 'project', spec: AwsIamAuthSpec },
  { key: 'azureAuth', scope: 'project', spec: AzureAuthSpec },
  { key: 'gcpIdTokenAuth', scope: 'project', spec: GcpIdTokenAuthSpec },
  { key: 'gcpIamAuth', scope: 'project', spec: GcpIamAuthSpec },
  { key: 'ldapAuth', scope: 'project', spec: LdapAuthSpec },
  { key: 'serviceToken', scope: 'token', spec: ServiceTokenSpec },
];

/** The custom resource definitions of the project, all login methods included. */
export function composeCrds(): readonly CustomResourceDefinition[] {
  return [
    composeCrd(infisicalSecretDefinition, AUTH_FRAGMENTS),
    composeCrd(infisicalPushSecretDefinition, AUTH_FRAGMENTS),
    composeCrd(clusterGeneratorDefinition, []),
  ];
}
