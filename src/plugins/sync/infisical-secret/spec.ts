import { z } from 'zod';
import {
  authenticationSchema,
  exactlyOneMethod,
  hostAPI,
  methodSchemas,
  resyncInterval,
  secretReference,
  tls,
  withRules,
  type AuthFragment,
  type ChosenMethod,
  type Rule,
  type SourceScope,
} from '#kernel';
import { SECRETS_SCOPE } from './spec-scope.ts';
import { ConfigMapTargets, SecretTarget, SecretTargets } from './spec-targets.ts';

/** All of `spec` but `authentication`, whose fields depend on the plugins. */
const Fixed = z.object({
  hostAPI: hostAPI.optional(),
  resyncInterval: resyncInterval.optional(),
  syncConfig: z
    .object({
      resyncInterval: resyncInterval.optional(),
      instantUpdates: z.boolean().describe('As `spec.instantUpdates`, and before it.').optional(),
    })
    .describe('When to look at Infisical. Each field goes before the one of the same name in `spec`.')
    .optional(),
  instantUpdates: z
    .boolean()
    .describe('Listen to changes in Infisical instead of waiting for the next look, where the server can do so.')
    .optional(),
  tls: tls.optional(),
  tokenSecretReference: z
    .object(secretReference('Name of the Secret with the key `infisicalToken`.'))
    .describe('Deprecated, the oldest form of `authentication.serviceToken`; the scope is that of the token.')
    .transform((reference) => (reference.secretName === '' ? undefined : reference))
    .optional(),
  emptyPolicy: z
    .enum(['Keep', 'Allow'])
    .describe(
      'When Infisical answers with no secret at all. `Keep`, the default: the targets stay. `Allow`: they are emptied.',
    )
    .optional(),
  managedSecretReference: SecretTarget.describe('The Secret to write.').optional(),
  managedKubeSecretReferences: SecretTargets.optional(),
  managedKubeConfigMapReferences: ConfigMapTargets.optional(),
});

/** What the schema gives: the fields as manifests have them, without empty texts and left-out methods. */
export interface InfisicalSecretFields extends z.output<typeof Fixed> {
  readonly authentication?: Readonly<Record<string, ChosenMethod<SourceScope>>> | undefined;
}

const namespaceOf = (target: string): string => `(has(${target}.secretNamespace) ? ${target}.secretNamespace : '')`;

const targetRules: readonly Rule<InfisicalSecretFields>[] = [
  {
    cel: ['managedKubeSecretReferences', 'managedKubeConfigMapReferences'].reduce(
      (rule, list) => `${rule} || (has(self.${list}) && size(self.${list}) > 0)`,
      'has(self.managedSecretReference)',
    ),
    holds: ({ managedSecretReference, managedKubeSecretReferences = [], managedKubeConfigMapReferences = [] }) =>
      managedSecretReference !== undefined ||
      managedKubeSecretReferences.length > 0 ||
      managedKubeConfigMapReferences.length > 0,
    message: 'managedSecretReference, managedKubeSecretReferences or managedKubeConfigMapReferences must name a target',
    field: 'managedSecretReference',
  },
  {
    cel:
      '!has(self.managedSecretReference) || !has(self.managedKubeSecretReferences) || ' +
      '!self.managedKubeSecretReferences.exists(target, target.secretName == self.managedSecretReference.secretName && ' +
      `${namespaceOf('target')} == ${namespaceOf('self.managedSecretReference')})`,
    holds: ({ managedSecretReference: one, managedKubeSecretReferences: more = [] }) =>
      !more.some((target) => target.secretName === one?.secretName && target.secretNamespace === one.secretNamespace),
    message: 'managedKubeSecretReferences must not repeat the target of managedSecretReference',
    field: 'managedKubeSecretReferences',
  },
];

/**
 * The schema of `spec`, with one field under `authentication` for each fragment. It takes what the API server takes. Throws when a
 * fragment is no object schema.
 */
export function infisicalSecretSpec(auth: readonly AuthFragment[]): z.ZodType<InfisicalSecretFields> {
  const methods = methodSchemas(auth, SECRETS_SCOPE);
  const fields: z.ZodType<InfisicalSecretFields> = Fixed.extend({
    authentication: authenticationSchema(methods, SECRETS_SCOPE).optional(),
  });
  const oneMethod = exactlyOneMethod<InfisicalSecretFields>(methods, {
    field: 'tokenSecretReference',
    cel: "has(self.tokenSecretReference) && self.tokenSecretReference.secretName != ''",
    isUsed: ({ tokenSecretReference }) => tokenSecretReference !== undefined,
  });
  return withRules(fields, [...oneMethod, ...targetRules]).describe(
    'What to read from Infisical and where to write it.',
  );
}
