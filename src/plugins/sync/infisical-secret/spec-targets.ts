import { z } from 'zod';
import { DNS_SUBDOMAIN, REFUSED_SECRET_TYPES, objectNamespace, withRules, type Rule } from '#kernel';
import { ASKED_KEYS, type AskedKeys } from './secret-types.ts';
import { Template } from './spec-template.ts';

const absentWhenEmpty = (text: string): string | undefined => (text === '' ? undefined : text);

/** Most targets of one kind; keeps the rules about them cheap enough for the API server. */
const MAX_TARGETS = 100;

const refusedTypes: Rule<string> = {
  cel: `!(self in [${REFUSED_SECRET_TYPES.map((type) => `'${type}'`).join(', ')}])`,
  holds: (type) => !REFUSED_SECRET_TYPES.includes(type),
  message: `secretType must not be one of ${REFUSED_SECRET_TYPES.join(', ')}`,
};

const shared = {
  creationPolicy: z
    .enum(['Owner', 'Orphan'])
    .describe('`Owner`: the target is deleted with the resource. `Orphan`, the default: it stays.')
    .optional(),
  template: Template.optional(),
};

interface TypedTarget {
  readonly secretType?: string | undefined;
  readonly template?: Template | undefined;
}

/** A template that alone makes the data must make the keys that a built-in type asks for. */
function makesKeys([type, { keys, howMany }]: readonly [type: string, asked: AskedKeys]): Rule<TypedTarget> {
  const [operator, word] = howMany === 'all' ? ['&&', 'and'] : ['||', 'or'];
  return {
    cel:
      `!has(self.secretType) || self.secretType != '${type}' || !has(self.template) || !has(self.template.data) || ` +
      `(has(self.template.includeAllSecrets) && self.template.includeAllSecrets) || ` +
      keys.map((key) => `'${key}' in self.template.data`).join(` ${operator} `),
    holds: ({ secretType, template: { data, includeAllSecrets = false } = {} }) => {
      if (secretType !== type || data === undefined || includeAllSecrets) return true;
      const isMade = (key: string): boolean => Object.hasOwn(data, key);
      return howMany === 'all' ? keys.every(isMade) : keys.some(isMade);
    },
    message: `template.data must have the key ${keys.join(` ${word} `)} for the secretType ${type}, or includeAllSecrets must be true`,
    field: 'template.data',
  };
}

/** A Secret to write. */
export const SecretTarget = withRules(
  z.object({
    secretName: z
      .string()
      .min(1)
      .max(253)
      .regex(DNS_SUBDOMAIN, 'must be a DNS subdomain')
      .describe('Name of the Secret.'),
    secretNamespace: objectNamespace('Secret'),
    secretType: withRules(z.string().max(253), [refusedTypes])
      .describe('Type of the Secret; `Opaque` when left out. The Secret is made anew when this changes.')
      .transform(absentWhenEmpty)
      .optional(),
    ...shared,
  }),
  Object.entries(ASKED_KEYS).map(makesKeys),
);

/** A ConfigMap to write. */
const ConfigMapTarget = z.object({
  configMapName: z
    .string()
    .min(1)
    .max(253)
    .regex(DNS_SUBDOMAIN, 'must be a DNS subdomain')
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
