import { z } from 'zod';
import { absolutePath, MOST_PATH_CHARACTERS, slug, withRules, type MethodScope, type SourceScope } from '#kernel';

/** `''` is how clients written in Go say "not set". */
const absentWhenEmpty = (text: string): string | undefined => (text === '' ? undefined : text);

const place = {
  secretsPath: z
    .string()
    .max(MOST_PATH_CHARACTERS)
    .describe('Absolute path of the folder; `/`, the root, when left out. Case counts.')
    .optional(),
  recursive: z.boolean().describe('Also the secrets of all folders below.').optional(),
};

interface Folder {
  readonly secretsPath?: string | undefined;
  readonly recursive?: boolean | undefined;
}

/** The folder of a scope with its defaults: the root, and nothing below it. */
export function placeOf({ secretsPath = '/', recursive = false }: Folder): Pick<SourceScope, 'path' | 'recursive'> {
  return { path: secretsPath, recursive };
}

/**
 * `secretsScope` of the methods whose identity may see several projects. Its rules rest while `envSlug` is empty: that is for
 * the method to judge, which knows whether it was left out as a whole.
 */
const ProjectScope = withRules(
  z.object({
    projectSlug: slug('projectSlug')
      .describe('Slug of the project. Either this or `projectId`.')
      .transform(absentWhenEmpty)
      .optional(),
    projectId: slug('projectId')
      .describe('Id of the project. Either this or `projectSlug`.')
      .transform(absentWhenEmpty)
      .optional(),
    envSlug: slug('envSlug')
      .describe('Slug (not the name) of the environment: `dev`, `staging`, `prod`.')
      // At run time no method that was left out comes here; at admission the method has the rule.
      .refine((slug) => slug !== '', 'envSlug must not be empty'),
    ...place,
    secretName: z.string().max(1024).describe('Only the secret of this name.').transform(absentWhenEmpty).optional(),
    tagSlugs: z
      .array(z.string().min(1).max(253))
      .max(64)
      .describe('Only secrets that carry one of these tags.')
      .meta({ 'x-kubernetes-list-type': 'set' })
      .optional(),
  }),
  [
    {
      cel: "self.envSlug == '' || (has(self.projectSlug) && self.projectSlug != '') != (has(self.projectId) && self.projectId != '')",
      holds: ({ projectSlug, projectId }) => (projectSlug === undefined) !== (projectId === undefined),
      message: 'either projectSlug or projectId is needed, and not both',
      field: 'projectSlug',
    },
    { ...absolutePath, cel: `self.envSlug == '' || ${absolutePath.cel}` },
  ],
)
  .describe('The place in Infisical whose secrets are read.')
  .transform(({ projectSlug, projectId, envSlug, secretName, tagSlugs, ...folder }): SourceScope => {
    const project =
      projectId === undefined ? (projectSlug === undefined ? undefined : { slug: projectSlug }) : { id: projectId };
    return {
      ...(project && { project }),
      environment: envSlug,
      ...placeOf(folder),
      ...(secretName !== undefined && { secretName }),
      ...(tagSlugs !== undefined && { tagSlugs }),
    };
  });

/**
 * `secretsScope` of a service token, whose project is fixed and whose environment the token may name itself. An `envSlug` that
 * is there and empty marks a method that was left out, as in `ProjectScope`.
 */
const TokenScope = withRules(
  z.object({
    envSlug: slug('envSlug')
      .describe('Slug of the environment; left out: that of the token, if it has only one.')
      .transform(absentWhenEmpty)
      .optional(),
    ...place,
  }),
  [{ ...absolutePath, cel: `(has(self.envSlug) && self.envSlug == '') || ${absolutePath.cel}` }],
)
  .describe('The place in Infisical whose secrets are read.')
  .transform(({ envSlug, ...folder }): SourceScope => ({
    ...(envSlug !== undefined && { environment: envSlug }),
    ...placeOf(folder),
  }));

/** What every login method has besides its own fields: the place that is read. A token without a scope reads all that it may at the root. */
export const SECRETS_SCOPE: MethodScope<SourceScope> = {
  schemas: { project: ProjectScope, token: TokenScope.optional() },
  required: { project: ['envSlug'], token: [] },
  otherwise: placeOf({}),
};
