import type { z } from 'zod';
import { invalidSpec, type AuthFragment, type CustomResource, type ResourceDefinition } from '#kernel';
import { composeCrd, type StructuralSchema } from '../../crd/index.ts';
import { infisicalPushSecretDefinition } from '../../plugins/push/infisical-push-secret/definition.ts';
import { parseInfisicalPushSecretSpec } from '../../plugins/push/infisical-push-secret/spec-parse.ts';
import { clusterGeneratorDefinition } from '../../plugins/push/sources/generators/definition.ts';
import { infisicalSecretDefinition } from '../../plugins/sync/infisical-secret/definition.ts';
import { parseInfisicalSecretSpec, type InfisicalSecretSpec } from '../../plugins/sync/infisical-secret/spec-parse.ts';
import { AUTH_FRAGMENTS } from '../custom-resources.ts';
import { closest } from './closest.ts';

/** A kind of resource that the operator works on. */
export interface KnownKind<Spec = unknown> {
  readonly apiVersion: string;
  readonly kind: string;
  /** Of the whole object, as the API server has it. */
  readonly structure: StructuralSchema;
  /** Of `spec`, as the operator parses it, with the rules of the API server. */
  readonly spec: z.ZodType;
  /** Parses it as a pass does. Throws terminal `InvalidSpec`, also for what shows only once the namespace is known. */
  parse(object: CustomResource): Spec;
}

/** InfisicalSecret. */
export function infisicalSecretKind(): KnownKind<InfisicalSecretSpec> {
  return knownKind(infisicalSecretDefinition, parseInfisicalSecretSpec);
}

/** What an object is by its apiVersion and kind. */
export type Recognised =
  | { readonly known: KnownKind }
  /** Meant for this operator, which has no such thing. */
  | { readonly wrong: 'apiVersion' | 'kind'; readonly message: string }
  | 'foreign';

/** The kinds of the operator. */
export class KnownKinds {
  readonly all: readonly KnownKind[] = [
    infisicalSecretKind(),
    knownKind(infisicalPushSecretDefinition, parseInfisicalPushSecretSpec),
    knownKind(clusterGeneratorDefinition, parseSpec),
  ];

  /** Everything of our groups is ours, and so is what differs from it by a letter or two. */
  recognise(apiVersion: string, kind: string): Recognised {
    const known = this.all.find((candidate) => candidate.kind === kind);
    if (known?.apiVersion === apiVersion) return { known };
    if (known !== undefined) {
      return { wrong: 'apiVersion', message: `must be ${known.apiVersion} for the kind ${kind}` };
    }
    const names = this.all.map((candidate) => candidate.kind);
    const meant = closest(kind, names);
    if (meant !== undefined) return { wrong: 'kind', message: `must be ${meant}` };
    const groups = [...new Set(this.all.map((candidate) => groupOf(candidate.apiVersion)))];
    if (closest(groupOf(apiVersion), groups) === undefined) return 'foreign';
    return { wrong: 'kind', message: `is not a kind of this operator, which has ${names.join(', ')}` };
  }
}

/** A kind that no pass works on: its schema is all there is to it. */
function parseSpec<Fields>(schema: z.ZodType<Fields>, { spec }: CustomResource): Fields {
  const parsed = schema.safeParse(spec);
  if (!parsed.success) throw invalidSpec(parsed.error);
  return parsed.data;
}

interface Definition<Fields> extends Omit<ResourceDefinition, 'spec' | 'status'> {
  readonly scope?: 'Cluster';
  readonly status?: z.ZodType;
  spec(auth: readonly AuthFragment[]): z.ZodType<Fields>;
}

function knownKind<Fields, Spec>(
  definition: Definition<Fields>,
  parse: (schema: z.ZodType<Fields>, object: CustomResource) => Spec,
): KnownKind<Spec> {
  const { group, version, kind } = definition.type;
  const spec = definition.spec(AUTH_FRAGMENTS);
  return {
    apiVersion: `${group}/${version}`,
    kind,
    structure: composeCrd(definition, AUTH_FRAGMENTS).spec.versions[0].schema.openAPIV3Schema,
    spec,
    parse: (object) => parse(spec, object),
  };
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
