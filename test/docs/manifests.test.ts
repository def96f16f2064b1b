import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { AUTH_FRAGMENTS } from '../../src/app/custom-resources.ts';
import { infisicalSecretSpec } from '../../src/plugins/sync/infisical-secret/spec.ts';
import { allPages, blocksOf, type Page } from './markdown.ts';

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
    .filter((parsed) => parsed.data?.kind === 'InfisicalSecret')
    .map((parsed, index) => ({ title: `${page.path}, number ${index + 1}`, spec: parsed.data?.spec })),
);

describe('sample manifests of the pages', () => {
  it('are found in the README and in the guide', () => {
    expect(samples.map(({ title }) => title)).to.include.members([
      'README.md, number 1',
      'docs/guide/first-secret.md, number 1',
    ]);
  });

  for (const { title, spec } of samples) {
    it(`${title}: is one that the operator takes`, () => {
      expect(infisicalSecretSpec(AUTH_FRAGMENTS).safeParse(spec).error?.issues ?? []).to.deep.equal([]);
    });
  }
});
