import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import { renderCrds } from '../../scripts/generate-crds.ts';
import { composeCrd, renderReference, renderYaml, type StructuralSchema } from '../../src/crd/index.ts';
import { AUTH_FRAGMENTS } from '../../src/app/custom-resources.ts';
import { infisicalSecretDefinition } from '../../src/plugins/sync/infisical-secret/definition.ts';

const crd = composeCrd(infisicalSecretDefinition, AUTH_FRAGMENTS);
const [version] = crd.spec.versions;

/** Every field with its path, the root first. */
function fields(schema: StructuralSchema, path: string): readonly (readonly [string, StructuralSchema])[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => fields(field, `${path}.${name}`));
  const items = schema.items === undefined ? [] : fields(schema.items, `${path}[]`);
  return [[path, schema], ...below, ...items];
}

const spec = version.schema.openAPIV3Schema.properties?.['spec'] ?? {};
const status = version.schema.openAPIV3Schema.properties?.['status'] ?? {};

describe('the definition of InfisicalSecret', () => {
  for (const [path, content] of renderCrds()) {
    it(`is what ${path} says`, async () => {
      expect(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')).to.equal(content);
    });
  }

  it('has the names of the field', () => {
    expect(crd.metadata.name).to.equal('infisicalsecrets.secrets.infisical.com');
    expect(crd.spec.names).to.deep.equal({
      kind: 'InfisicalSecret',
      listKind: 'InfisicalSecretList',
      plural: 'infisicalsecrets',
      singular: 'infisicalsecret',
      shortNames: ['is', 'isec'],
      categories: ['infisical'],
    });
  });

  it('has a field for each login method, and one for those of third parties', () => {
    const keys = AUTH_FRAGMENTS.map(({ key }) => key);
    expect(Object.keys(spec.properties?.['authentication']?.properties ?? {})).to.have.members([...keys, 'plugin']);
  });

  it('describes every field', () => {
    const silent = fields(spec, 'spec').filter(
      ([path, { description }]) => description === undefined && !path.endsWith('[]'),
    );
    expect(silent.map(([path]) => path)).to.deep.equal([]);
  });

  it('bounds every text and list, so that rules stay within their budget', () => {
    const open = [...fields(spec, 'spec'), ...fields(status, 'status')].filter(
      ([, { type, enum: values, maxLength, maxItems }]) =>
        (type === 'string' && values === undefined && maxLength === undefined) ||
        (type === 'array' && maxItems === undefined),
    );
    expect(open.map(([path]) => path)).to.deep.equal([]);
  });

  it('sets no default, which GitOps tools would take for drift', () => {
    expect(renderYaml(crd)).not.to.match(/^ *default:/m);
  });

  it('keeps unknown fields in the settings of third parties alone', () => {
    const kept = fields(spec, 'spec').filter(([, field]) => field['x-kubernetes-preserve-unknown-fields'] === true);
    expect(kept.map(([path]) => path)).to.deep.equal(['spec.authentication.plugin.config']);
  });

  it('is rendered to the same bytes each time, and loses nothing', () => {
    const yaml = renderYaml(crd);
    expect(renderYaml(composeCrd(infisicalSecretDefinition, AUTH_FRAGMENTS))).to.equal(yaml);
    expect(parse(yaml)).to.deep.equal(JSON.parse(JSON.stringify(crd)));
  });

  it('has a row for each field on the reference page, with the rules about it', () => {
    const page = renderReference(crd);
    const missing = fields(spec, 'spec').filter(
      ([path]) => path !== 'spec' && !path.endsWith('[]') && !page.includes(`| \`${path}\` |`),
    );
    expect(missing.map(([path]) => path)).to.deep.equal([]);
    expect(page).to.match(
      /^\| `spec\.hostAPI` \| string \| {2}\| .* \| .*hostAPI must be an http or https address.* \|$/m,
    );
    expect(page).to.match(/^\| `spec\.resyncInterval` \| integer or string \|/m);
  });
});
