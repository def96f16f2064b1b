import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { AUTH_FRAGMENTS } from '../../src/app/custom-resources.ts';
import { infisicalPushSecretSpec } from '../../src/plugins/push/infisical-push-secret/spec.ts';
import { clusterGeneratorDefinition } from '../../src/plugins/push/sources/generators/definition.ts';
import { infisicalSecretSpec } from '../../src/plugins/sync/infisical-secret/spec.ts';
import { allPages, blocksOf, type Page } from './markdown.ts';

/** The schema of `spec` of each kind. */
const SPECS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['InfisicalSecret', infisicalSecretSpec(AUTH_FRAGMENTS)],
  ['InfisicalPushSecret', infisicalPushSecretSpec(AUTH_FRAGMENTS)],
  ['ClusterGenerator', clusterGeneratorDefinition.spec()],
]);

const Manifest = z.object({ kind: z.string(), spec: z.unknown() });

/** Manifests of a page: its YAML blocks, and what its commands feed to kubectl. */
function manifestsOf(page: Page): readonly string[] {
  return blocksOf(page).flatMap(({ language, code }) => {
    if (language === 'yaml') return [code];
    return [...code.matchAll(/<<'YAML'\n([\s\S]*?)^YAML$/gm)].map(([, manifest = '']) => manifest);
  });
}

const samples = allPages().flatMap((page) =>
  manifestsOf(page)
    .flatMap((text) => parseAllDocuments(text).map((document) => Manifest.safeParse(document.toJS())))
    .flatMap(({ data }) => {
      const schema = SPECS.get(data?.kind ?? '');
      return schema === undefined ? [] : [{ schema, spec: data?.spec }];
    })
    .map((sample, index) => ({ title: `${page.path}, number ${index + 1}`, ...sample })),
);

describe('sample manifests of the pages', () => {
  it('are found in the README and in the guide', () => {
    expect(samples.map(({ title }) => title)).to.include.members([
      'README.md, number 1',
      'docs/guide/first-secret.md, number 1',
      'docs/guide/push.md, number 3',
    ]);
  });

  for (const { title, spec, schema } of samples) {
    it(`${title}: is one that the operator takes`, () => {
      expect(schema.safeParse(spec).error?.issues ?? []).to.deep.equal([]);
    });
  }
});
