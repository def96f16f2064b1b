import type { z } from 'zod';
import {
  connectionOf,
  invalidSpec,
  terminal,
  type ChosenMethod,
  type Connection,
  type CustomResource,
  type DataTemplate,
  type DestinationScope,
  type FieldReference,
} from '#kernel';
import type { GeneratedSpec } from './generated.ts';
import type { Policies } from './plan.ts';
import type { InfisicalPushSecretFields } from './spec.ts';

/** The Secret that is pushed. */
export interface SourceSpec extends FieldReference {
  readonly template: DataTemplate | undefined;
}

/** A spec with all defaults in place and all namespaces filled in: what a pass works from. */
export interface InfisicalPushSecretSpec extends Connection {
  /** Undefined: the setting of the operator holds. */
  readonly resyncMs: number | undefined;
  readonly method: ChosenMethod<undefined>;
  readonly policies: Policies;
  readonly destination: DestinationScope;
  readonly createFolders: boolean;
  /** Undefined: only what is generated is pushed. */
  readonly source: SourceSpec | undefined;
  readonly generated: readonly GeneratedSpec[];
}

/**
 * The spec of a resource. The API server has checked it already; this serves objects from before the rules. Throws terminal `InvalidSpec` whose message
 * names each bad field.
 */
export function parseInfisicalPushSecretSpec(
  schema: z.ZodType<InfisicalPushSecretFields>,
  object: CustomResource,
): InfisicalPushSecretSpec {
  const parsed = schema.safeParse(object.spec);
  if (!parsed.success) throw invalidSpec(parsed.error);
  const fields = parsed.data;
  const { namespace } = object.metadata;
  const { secret, generators = [] } = fields.push;
  return {
    ...connectionOf(fields, namespace),
    resyncMs: fields.resyncInterval,
    method: methodOf(fields),
    policies: { replaces: fields.updatePolicy === 'Replace', deletes: fields.deletionPolicy === 'Delete' },
    destination: destinationOf(fields.destination),
    createFolders: fields.destination.createFolders ?? false,
    source: secret && {
      field: 'spec.push.secret',
      kind: 'Secret',
      namespace: secret.secretNamespace ?? namespace,
      name: secret.secretName,
      template: secret.template,
    },
    generated: generators.map(({ destinationSecretName: key, generatorRef: { kind, name: generator } }) => ({
      key,
      kind,
      generator,
    })),
  };
}

function methodOf({ authentication = {} }: InfisicalPushSecretFields): ChosenMethod<undefined> {
  const [method] = Object.values(authentication);
  // The rules of the schema leave exactly one.
  if (method === undefined) throw terminal('InvalidSpec', 'spec.authentication names no login method.');
  return method;
}

/** With the path in the one form that it has in the status and in marks, so that `/a/` and `/a` are the same place. */
function destinationOf({
  projectId,
  projectSlug = '',
  environmentSlug,
  secretsPath = '/',
}: InfisicalPushSecretFields['destination']): DestinationScope {
  const parts = secretsPath.split('/').filter((part) => part !== '');
  return {
    project: projectId === undefined ? { slug: projectSlug } : { id: projectId },
    environment: environmentSlug,
    path: `/${parts.join('/')}`,
  };
}
