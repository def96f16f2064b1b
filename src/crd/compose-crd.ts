import type { z } from 'zod';
import type { AuthMethodContribution, PrinterColumn, ResourceDefinition } from '#kernel';
import { structuralSchema, type StructuralSchema } from './structural-schema.ts';

/** A CustomResourceDefinition of `apiextensions.k8s.io/v1` with one version, as this project writes it. */
export interface CustomResourceDefinition {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: {
      readonly kind: string;
      readonly listKind: string;
      readonly plural: string;
      readonly singular: string;
      readonly shortNames: readonly string[];
      readonly categories: readonly string[];
    };
    readonly versions: readonly [CustomResourceVersion];
  };
}

/** The served and stored version. */
interface CustomResourceVersion {
  readonly name: string;
  readonly served: true;
  readonly storage: true;
  readonly subresources?: { readonly status: Readonly<Record<string, never>> };
  readonly additionalPrinterColumns: readonly (Omit<PrinterColumn, 'priority'> & { readonly priority?: 1 })[];
  readonly schema: { readonly openAPIV3Schema: StructuralSchema };
}

/** A definition, and what it needs to know of a login method: less than the whole contribution where it asks for less. */
interface Composable<Fragment> extends Omit<ResourceDefinition, 'spec' | 'status'> {
  /** Absent: its objects are in namespaces. */
  readonly scope?: 'Cluster';
  spec(auth: readonly Fragment[]): z.ZodType;
  /** Absent: nothing works on it, so there is nothing to tell. */
  readonly status?: z.ZodType;
}

const API_VERSION = 'Version of the schema of this object, as `group/version`.';
const KIND = 'Kind of this object.';

/**
 * The CustomResourceDefinition of a resource, with one field for each login method given. Throws, naming the field, when a
 * schema cannot be told to the API server.
 */
export function composeCrd<Fragment = AuthMethodContribution>(
  definition: Composable<Fragment>,
  auth: readonly Fragment[],
): CustomResourceDefinition {
  const { type, columns, scope = 'Namespaced', status } = definition;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${type.plural}.${type.group}` },
    spec: {
      group: type.group,
      scope,
      names: {
        kind: type.kind,
        listKind: `${type.kind}List`,
        plural: type.plural,
        singular: definition.singular,
        shortNames: definition.shortNames,
        categories: definition.categories,
      },
      versions: [
        {
          name: type.version,
          served: true,
          storage: true,
          ...(status === undefined ? {} : { subresources: { status: {} } }),
          // The server takes 0 for granted and leaves it out when asked for the definition; so do we.
          additionalPrinterColumns: columns.map(({ priority, ...column }) =>
            priority === 0 ? column : { ...column, priority },
          ),
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description: definition.description,
              required: ['spec'],
              properties: {
                apiVersion: { type: 'string', description: API_VERSION },
                kind: { type: 'string', description: KIND },
                metadata: { type: 'object' },
                spec: structuralSchema(definition.spec(auth), 'spec'),
                ...(status === undefined ? {} : { status: structuralSchema(status, 'status') }),
              },
            },
          },
        },
      ],
    },
  };
}
