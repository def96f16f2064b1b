import type { z } from 'zod';
import {
  connectionOf,
  formatReference,
  invalidSpec,
  terminal,
  type ChosenMethod,
  type Connection,
  type CustomResource,
  type SourceScope,
  type TargetReference,
} from '#kernel';
import { placeOf } from './spec-scope.ts';
import type { InfisicalSecretFields } from './spec.ts';
import type { Template } from './spec-template.ts';

/** One object to write. */
export interface TargetSpec extends TargetReference {
  /** Secrets only; undefined: Opaque. */
  readonly type: string | undefined;
  readonly creationPolicy: 'Owner' | 'Orphan';
  readonly template: Template | undefined;
}

/** A spec with all defaults in place and all namespaces filled in: what a pass works from. */
export interface InfisicalSecretSpec extends Connection {
  /** Undefined: the setting of the operator holds. */
  readonly resyncMs: number | undefined;
  readonly instantUpdates: boolean;
  readonly emptyPolicy: 'Keep' | 'Allow';
  readonly method: ChosenMethod<SourceScope>;
  /** At least one; no two are the same object. */
  readonly targets: readonly TargetSpec[];
}

/**
 * The spec of a resource. The API server has checked it already; this serves what it cannot see (two targets that are equal once the
 * namespace is known) and objects from before the rules. Throws terminal `InvalidSpec` whose message names each bad field.
 */
export function parseInfisicalSecretSpec(
  schema: z.ZodType<InfisicalSecretFields>,
  object: CustomResource,
): InfisicalSecretSpec {
  const parsed = schema.safeParse(object.spec);
  if (!parsed.success) throw invalidSpec(parsed.error);
  const fields = parsed.data;
  const { namespace } = object.metadata;
  return {
    ...connectionOf(fields, namespace),
    resyncMs: fields.syncConfig?.resyncInterval ?? fields.resyncInterval,
    instantUpdates: fields.syncConfig?.instantUpdates ?? fields.instantUpdates ?? false,
    emptyPolicy: fields.emptyPolicy ?? 'Keep',
    method: methodOf(fields),
    targets: targetsOf(fields, namespace),
  };
}

/** The rules of the schema leave exactly one; the oldest form becomes the one that took its place. */
function methodOf({ authentication = {}, tokenSecretReference }: InfisicalSecretFields): ChosenMethod<SourceScope> {
  const [method] = Object.values(authentication);
  if (method !== undefined) return method;
  const spec = { serviceTokenSecretReference: tokenSecretReference };
  return { field: 'serviceToken', key: 'serviceToken', spec, scope: placeOf({}), at: 'spec.tokenSecretReference' };
}

function targetsOf(fields: InfisicalSecretFields, namespace: string): readonly TargetSpec[] {
  const { managedSecretReference: one, managedKubeSecretReferences: more = [] } = fields;
  const named = [
    ...(one === undefined ? [] : [{ target: one, field: 'spec.managedSecretReference' }]),
    ...more.map((target, index) => ({ target, field: `spec.managedKubeSecretReferences[${index}]` })),
  ];
  const secrets = named.map(({ target, field }): TargetSpec => ({
    field,
    kind: 'Secret',
    name: target.secretName,
    namespace: target.secretNamespace ?? namespace,
    type: target.secretType,
    creationPolicy: target.creationPolicy ?? 'Orphan',
    template: target.template,
  }));
  const configMaps = (fields.managedKubeConfigMapReferences ?? []).map((target, index): TargetSpec => ({
    field: `spec.managedKubeConfigMapReferences[${index}]`,
    kind: 'ConfigMap',
    name: target.configMapName,
    namespace: target.configMapNamespace ?? namespace,
    type: undefined,
    creationPolicy: target.creationPolicy ?? 'Orphan',
    template: target.template,
  }));
  const seen = new Set<string>();
  for (const target of [...secrets, ...configMaps]) {
    const reference = formatReference(target);
    if (seen.has(reference)) {
      throw terminal('InvalidSpec', `spec names the target ${reference} twice.`, {
        hint: `A target without a namespace is one in ${namespace}.`,
      });
    }
    seen.add(reference);
  }
  return [...secrets, ...configMaps];
}
