import { z } from 'zod';
import {
  absolutePath,
  authenticationSchema,
  dataTemplates,
  exactlyOneMethod,
  hostAPI,
  makesSomething,
  methodSchemas,
  MOST_PATH_CHARACTERS,
  objectName,
  resyncInterval,
  secretReference,
  slug,
  tls,
  withRules,
  type AuthFragment,
  type ChosenMethod,
  type MethodScope,
} from '#kernel';

/** `''` is how clients written in Go say "not set". */
const absentWhenEmpty = (text: string): string | undefined => (text === '' ? undefined : text);

/** A policy is a free text: the operator of Infisical takes any, and does nothing for those that it does not know. */
const policy = z.string().max(63);

const Destination = withRules(
  z.object({
    projectId: slug('projectId')
      .describe('Id of the project. Either this or `projectSlug`.')
      .transform(absentWhenEmpty)
      .optional(),
    projectSlug: slug('projectSlug')
      .describe('Slug of the project. Either this or `projectId`.')
      .transform(absentWhenEmpty)
      .optional(),
    environmentSlug: slug('environmentSlug')
      .min(1, 'environmentSlug must not be empty')
      .describe('Slug (not the name) of the environment: `dev`, `staging`, `prod`.'),
    secretsPath: z
      .string()
      .max(MOST_PATH_CHARACTERS)
      .describe('Absolute path of the folder; `/`, the root, when left out. Case counts.')
      .optional(),
    createFolders: z.boolean().describe('Make the folder, and those above it, where they are missing.').optional(),
  }),
  [
    {
      cel: "(has(self.projectSlug) && self.projectSlug != '') != (has(self.projectId) && self.projectId != '')",
      holds: ({ projectSlug, projectId }) => (projectSlug === undefined) !== (projectId === undefined),
      message: 'either projectSlug or projectId is needed, and not both',
      field: 'projectId',
    },
    absolutePath,
  ],
).describe('The folder of Infisical that is pushed to.');

const Template = withRules(
  z.object({
    includeAllSecrets: z
      .boolean()
      .describe('Also push every key of the Secret as it is. The template wins.')
      .optional(),
    data: dataTemplates
      .describe('Key in Infisical to Go template. `{{ .KEY.Value }}` gives the key KEY of the Secret.')
      .optional(),
  }),
  [makesSomething('nothing would be pushed')],
).describe('What is pushed; left out: every key of the Secret as it is.');

const SourceSecret = withRules(
  z.object({ ...secretReference('Name of the Secret that is pushed.'), template: Template.optional() }),
  [
    {
      cel: "self.secretName != ''",
      holds: ({ secretName }) => secretName !== '',
      message: 'secretName must not be empty',
      field: 'secretName',
    },
  ],
).describe('The Secret that is pushed.');

/** A key of a Secret, as the value is kept in one. */
const GENERATED_KEY = /^[-._a-zA-Z0-9]+$/;

const Generators = z
  .array(
    z
      .object({
        destinationSecretName: z
          .string()
          .max(253)
          .regex(GENERATED_KEY, "must be a key of letters, digits, '-', '_' and '.'")
          .describe('Key in Infisical; one of the source gives way to it.'),
        generatorRef: z
          .object({
            kind: z.enum(['Password', 'UUID']).describe('Kind of the generator.'),
            name: objectName('a ClusterGenerator', 'Name of the ClusterGenerator.').min(1, 'must not be empty'),
          })
          .describe('The ClusterGenerator.'),
      })
      .describe('One value.'),
  )
  .max(100)
  .describe('Values that are made once, kept in the Secret `<name of the resource>-generated`, and pushed.')
  .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['destinationSecretName'] });

/** All of `spec` but `authentication`, whose fields depend on the plugins. */
const Fixed = z.object({
  hostAPI: hostAPI.optional(),
  resyncInterval: resyncInterval.optional(),
  tls: tls.optional(),
  updatePolicy: policy
    .describe(
      '`Replace`: values that differ in Infisical are overwritten, whoever made them. Anything else, or nothing: never.',
    )
    .optional(),
  deletionPolicy: policy
    .describe(
      '`Delete`: what the resource has made in Infisical is deleted there when its key, the destination or the resource goes away. Anything else, or ' +
        'nothing: it stays.',
    )
    .optional(),
  destination: Destination,
  push: withRules(z.object({ secret: SourceSecret.optional(), generators: Generators.optional() }), [
    {
      cel: 'has(self.secret) || (has(self.generators) && size(self.generators) > 0)',
      holds: ({ secret, generators = [] }) => secret !== undefined || generators.length > 0,
      message: 'push must name a secret or generators',
    },
  ]).describe('What is pushed.'),
});

/** What the schema gives: the fields as manifests have them, without empty texts and left-out methods. */
export interface InfisicalPushSecretFields extends z.output<typeof Fixed> {
  readonly authentication?: Readonly<Record<string, ChosenMethod<undefined>>> | undefined;
}

/** The place is in `destination`, so a login method adds nothing of its own. */
const NO_SCOPE: MethodScope<undefined> = {
  schemas: undefined,
  required: { project: [], token: [] },
  otherwise: undefined,
};

/**
 * The schema of `spec`, with one field under `authentication` for each fragment. It takes what the API server takes. A method whose token is bound to
 * a place of its own is left out: it cannot be told where to push. Throws when a fragment is no object schema.
 */
export function infisicalPushSecretSpec(auth: readonly AuthFragment[]): z.ZodType<InfisicalPushSecretFields> {
  const methods = methodSchemas(
    auth.filter(({ scope }) => scope === 'project'),
    NO_SCOPE,
  );
  const fields: z.ZodType<InfisicalPushSecretFields> = Fixed.extend({
    authentication: authenticationSchema(methods, NO_SCOPE).optional(),
  });
  return withRules(fields, exactlyOneMethod<InfisicalPushSecretFields>(methods)).describe(
    'What to send to Infisical, and where to.',
  );
}
