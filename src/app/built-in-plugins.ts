import type { PluginManifest } from '#kernel';
import { plugin as awsIamAuth } from '../plugins/auth/aws-iam/index.ts';
import { plugin as azureAuth } from '../plugins/auth/azure/index.ts';
import { plugin as gcpIamAuth } from '../plugins/auth/gcp/iam/index.ts';
import { plugin as gcpIdTokenAuth } from '../plugins/auth/gcp/id-token/index.ts';
import { plugin as kubernetesAuth } from '../plugins/auth/kubernetes/index.ts';
import { plugin as ldapAuth } from '../plugins/auth/ldap/index.ts';
import { plugin as serviceToken } from '../plugins/auth/service-token/index.ts';
import { plugin as universalAuth } from '../plugins/auth/universal/index.ts';
import { plugin as infisicalPushSecret } from '../plugins/push/infisical-push-secret/index.ts';
import { plugin as generators } from '../plugins/push/sources/generators/index.ts';
import { plugin as argoRollout } from '../plugins/reload/argo-rollout/index.ts';
import { plugin as cronJob } from '../plugins/reload/cron-job/index.ts';
import { plugin as daemonSet } from '../plugins/reload/daemon-set/index.ts';
import { plugin as deployment } from '../plugins/reload/deployment/index.ts';
import { plugin as statefulSet } from '../plugins/reload/stateful-set/index.ts';
import { plugin as infisicalSecret } from '../plugins/sync/infisical-secret/index.ts';
import { plugin as configMapTarget } from '../plugins/sync/targets/config-map/index.ts';
import { plugin as secretTarget } from '../plugins/sync/targets/secret/index.ts';

/** Plugins that come with the operator, in the order of loading. A new one is a folder and its line here. */
export const BUILT_IN_PLUGINS: readonly PluginManifest[] = [
  universalAuth,
  kubernetesAuth,
  awsIamAuth,
  azureAuth,
  gcpIdTokenAuth,
  gcpIamAuth,
  ldapAuth,
  serviceToken,
  secretTarget,
  configMapTarget,
  deployment,
  statefulSet,
  daemonSet,
  argoRollout,
  cronJob,
  infisicalSecret,
  generators,
  infisicalPushSecret,
];
