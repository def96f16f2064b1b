import { z } from 'zod';
import { CLUSTER_GENERATOR, withRules } from '#kernel';
import { PasswordSpec, UuidSpec } from './spec.ts';

const Spec = withRules(
  z.object({
    kind: z.enum(['Password', 'UUID']).describe('What is made.'),
    generator: z
      .object({ passwordSpec: PasswordSpec.optional(), uuidSpec: UuidSpec.optional() })
      .describe('How it is made: the settings of this kind.')
      .optional(),
  }),
  [
    {
      cel: "self.kind != 'UUID' || !has(self.generator) || !has(self.generator.passwordSpec)",
      holds: ({ kind, generator }) => kind !== 'UUID' || generator?.passwordSpec === undefined,
      message: 'generator.passwordSpec is for the kind Password',
      field: 'generator.passwordSpec',
    },
    {
      cel: "self.kind != 'Password' || !has(self.generator) || !has(self.generator.uuidSpec)",
      holds: ({ kind, generator }) => kind !== 'Password' || generator?.uuidSpec === undefined,
      message: 'generator.uuidSpec is for the kind UUID',
      field: 'generator.uuidSpec',
    },
  ],
).describe('A kind of value, and how it is made.');

/** The custom resource ClusterGenerator as the API server and `kubectl get` know it. Nothing works on it: it is read when a value is to be made. */
export const clusterGeneratorDefinition = {
  type: CLUSTER_GENERATOR,
  scope: 'Cluster',
  singular: 'clustergenerator',
  shortNames: [],
  categories: ['infisical'],
  description: 'Says how a value that an InfisicalPushSecret asks for is made.',
  columns: [
    { name: 'Kind', type: 'string', jsonPath: '.spec.kind', description: 'What is made.', priority: 0 },
    {
      name: 'Age',
      type: 'date',
      jsonPath: '.metadata.creationTimestamp',
      description: 'Age of the object.',
      priority: 0,
    },
  ],
  spec: () => Spec,
} as const;
