import { z } from 'zod';
import { objectNamespace } from '#kernel';
import { withRules, type Rule } from './spec-rule.ts';

const absentWhenEmpty = (text: string): string | undefined => (text === '' ? undefined : text);

const OBJECT_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Most targets of one kind; keeps the rules about them cheap enough for the API server. */
const MAX_TARGETS = 100;

/** Secret types that Kubernetes gives power to: writing one would hand out a token of a ServiceAccount or of a new node. */
const REFUSED_TYPES: readonly string[] = ['kubernetes.io/service-account-token', 'bootstrap.kubernetes.io/token'];

const refusedTypes: Rule<string> = {
  cel: `!(self in [${REFUSED_TYPES.map((type) => `'${type}'`).join(', ')}])`,
  holds: (type) => !REFUSED_TYPES.includes(type),
  message: `secretType must not be one of ${REFUSED_TYPES.join(', ')}`,
};

const refusedAnnotations: Rule<Readonly<Record<string, string>>> = {
  cel: "self.all(key, !key.startsWith('kubernetes.io/'))",
  holds: (annotations) => Object.keys(annotations).every((key) => !key.startsWith('kubernetes.io/')),
  message: 'annotations must not have keys that begin with kubernetes.io/',
};

const Template = z
  .object({
    includeAllSecrets: z
      .boolean()
      .describe('Also write every secret under its own name. The template wins.')
      .optional(),
    data: z
      .record(z.string(), z.string())
      .describe('Key of the target to Go template. `{{ .KEY.Value }}` and `{{ .KEY.SecretPath }}` give the secret KEY.')
      .optional(),
    metadata: z
      .object({
        labels: z.record(z.string(), z.string()).describe('Labels of the target.').optional(),
        annotations: withRules(z.record(z.string(), z.string()).meta({ maxProperties: 128 }), [refusedAnnotations])
          .describe('Annotations of the target.')
          .optional(),
      })
      .describe('Labels and annotations of the target, in place of copies of those of the resource.')
      .optional(),
  })
  .describe('How the data of the target is made; left out: every secret under its own name.');

/** How a target is shaped. */
export type Template = z.output<typeof Template>;

const shared = {
  creationPolicy: z
    .enum(['Owner', 'Orphan'])
    .describe('`Owner`: the target is deleted with the resource. `Orphan`, the default: it stays.')
    .optional(),
  template: Template.optional(),
};

/** A Secret to write. */
export const SecretTarget = z.object({
  secretName: z.string().min(1).max(253).regex(OBJECT_NAME, 'must be a DNS subdomain').describe('Name of the Secret.'),
  secretNamespace: objectNamespace('Secret'),
  secretType: withRules(z.string().max(253), [refusedTypes])
    .describe('Type of the Secret; `Opaque` when left out. The Secret is made anew when this changes.')
    .transform(absentWhenEmpty)
    .optional(),
  ...shared,
});

/** A ConfigMap to write. */
const ConfigMapTarget = z.object({
  configMapName: z
    .string()
    .min(1)
    .max(253)
    .regex(OBJECT_NAME, 'must be a DNS subdomain')
    .describe('Name of the ConfigMap.'),
  configMapNamespace: objectNamespace('ConfigMap'),
  ...shared,
});

/** CEL and TypeScript for "the list has no two equal entries". An absent namespace is the resource's own, which CEL cannot see. */
function distinct(kind: 'secret' | 'configMap', list: string): Rule<readonly Readonly<Record<string, unknown>>[]> {
  const [name, space] = [`${kind}Name`, `${kind}Namespace`];
  const spaceOf = (item: string): string => `(has(${item}.${space}) ? ${item}.${space} : '')`;
  return {
    cel: `self.all(a, self.exists_one(b, a.${name} == b.${name} && ${spaceOf('a')} == ${spaceOf('b')}))`,
    holds: (items) => new Set(items.map((item) => JSON.stringify([item[space], item[name]]))).size === items.length,
    message: `${list} must not name the same target twice`,
  };
}

/** `spec.managedKubeSecretReferences`. */
export const SecretTargets = withRules(z.array(SecretTarget).max(MAX_TARGETS), [
  distinct('secret', 'managedKubeSecretReferences'),
]).describe('Secrets to write, besides `managedSecretReference`.');

/** `spec.managedKubeConfigMapReferences`. */
export const ConfigMapTargets = withRules(z.array(ConfigMapTarget).max(MAX_TARGETS), [
  distinct('configMap', 'managedKubeConfigMapReferences'),
]).describe('ConfigMaps to write.');
