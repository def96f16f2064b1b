import { expect } from 'chai';
import { stringify } from 'yaml';
import { composeCrds } from '../../../src/app/custom-resources.ts';
import { KnownKinds } from '../../../src/app/offline/known-kinds.ts';
import { validateManifests, type Finding, type Validation } from '../../../src/app/offline/index.ts';
import { vaultPlugin } from '../../builders/third-party-plugins.ts';
import { invalidCases, validCases } from '../../manifests/admission-cases.ts';

const valid = [...(await validCases()), ...(await validCases('InfisicalPushSecret'))];
const invalid = [...(await invalidCases()), ...(await invalidCases('InfisicalPushSecret'))];

/** A resource that is valid, with the lines given in the place of its target. */
function file(...target: readonly string[]): string {
  return [
    'apiVersion: secrets.infisical.com/v1alpha1',
    'kind: InfisicalSecret',
    'metadata: { name: db, namespace: shop }',
    'spec:',
    '  authentication:',
    '    universalAuth:',
    '      credentialsRef: { secretName: credentials }',
    '      secretsScope: { projectSlug: shop, envSlug: dev }',
    ...target,
    '',
  ].join('\n');
}

const TARGET = '  managedSecretReference: { secretName: app }';

function validate(text: string, namespace?: string): Validation {
  return validateManifests([{ name: 'db.yaml', text }], { namespace });
}

/** `line:column field: message` of each finding. */
function told(text: string, namespace?: string): readonly string[] {
  return validate(text, namespace).findings.map(
    ({ line, column, field = '', message }) => `${line}:${column} ${field}: ${message}`,
  );
}

/** Every manifest of the corpus as a file of its own, looked at in one go. */
const verdicts = validateManifests(
  Object.entries({ valid, invalid }).flatMap(([folder, cases]) =>
    cases.map(({ manifest }, index) => ({
      name: `${folder}/${index}`,
      text: stringify(manifest, { version: '1.1', aliasDuplicateObjects: false }),
    })),
  ),
);

function findingsOf({ findings }: Validation, name: string, severity: Finding['severity']): readonly Finding[] {
  return findings.filter((finding) => finding.file === name && finding.severity === severity);
}

/** Whether it is about the field that the API server names: of metadata, the server tells the map and not the entry. */
function namesField({ field = '' }: Finding, named: string): boolean {
  const name = field.replaceAll(/\["([^"]*)"\]/g, '.$1');
  return name === named || (named.startsWith('metadata.') && name.startsWith(`${named}.`));
}

describe('validation without a cluster', () => {
  it('knows every kind that has a definition', () => {
    const defined = composeCrds().map(({ spec }) => spec.names.kind);
    expect(new KnownKinds().all.map(({ kind }) => kind)).to.have.members(defined);
  });

  describe('takes what the API server takes', () => {
    for (const [index, { name }] of valid.entries()) {
      it(name, () => {
        expect(findingsOf(verdicts, `valid/${index}`, 'error')).to.deep.equal([]);
      });
    }
  });

  describe('refuses what the API server refuses, and names the same field', () => {
    for (const [index, { name, field, message }] of invalid.entries()) {
      it(`${name}: ${field}`, () => {
        const findings = findingsOf(verdicts, `invalid/${index}`, 'error');
        const found = findings.find((finding) => namesField(finding, field));
        expect(found, JSON.stringify(findings)).to.exist;
        if (message !== undefined) expect(found?.message).to.contain(message);
      });
    }
  });

  it('names file, line, column, object and field', () => {
    const text = file(TARGET, '  emptyPolicy: Drop');
    expect(validateManifests([{ name: 'a/db.yaml', text }])).to.deep.equal({
      valid: false,
      resources: [{ file: 'a/db.yaml', object: 'InfisicalSecret shop/db', valid: false }],
      findings: [
        {
          severity: 'error',
          file: 'a/db.yaml',
          line: 10,
          column: 3,
          object: 'InfisicalSecret shop/db',
          field: 'spec.emptyPolicy',
          message: 'must be Keep or Allow',
        },
      ],
    });
  });

  it('points at what is around a field that is missing', () => {
    expect(told(file('  managedSecretReference:', '    secretNamespace: shop'))).to.deep.equal([
      '9:3 spec.managedSecretReference.secretName: is required',
    ]);
  });

  it('points into flow collections, lists and aliases', () => {
    const target = [
      '  managedKubeSecretReferences:',
      '    - secretName: a',
      '      template: &t { data: { A: "x", "B": "{{ .A.Value" } }',
      '    - { secretName: B }',
      '    - { secretName: c, template: *t }',
    ];
    expect(told(file(...target))).to.deep.equal([
      '11:44 spec.managedKubeSecretReferences[0].template.data.B: is not a valid template: an action is not closed',
      '11:44 spec.managedKubeSecretReferences[2].template.data.B: is not a valid template: an action is not closed',
      '12:9 spec.managedKubeSecretReferences[1].secretName: must be a DNS subdomain',
    ]);
  });

  it('is told line and column of a template in the file', () => {
    const target = [
      '  managedSecretReference:',
      '    secretName: app',
      '    template:',
      '      data:',
      '        app.properties: |',
      '          url={{ .DB_URL.Value }}',
      '          key={{ .API_KEY.Value | unheardOf }}',
      "        other: 'it''s {{ if }}'",
    ];
    expect(told(file(...target))).to.deep.equal([
      '15:35 spec.managedSecretReference.template.data["app.properties"]: ' +
        'is not a valid template: function "unheardOf" is not defined',
      '16:29 spec.managedSecretReference.template.data.other: is not a valid template: a value is missing for if',
    ]);
  });

  it('tells what was perhaps meant by a field that is not there', () => {
    expect(told(file(TARGET, '  hostApi: https://app.infisical.com'))).to.deep.equal([
      '10:3 spec.hostApi: there is no such field; hostAPI was perhaps meant',
    ]);
  });

  it('reads every document of a file, and the items of a List', () => {
    const list = ['apiVersion: v1', 'kind: List', 'items:', '- kind: InfisicalSecret', '  metadata: { name: x }'];
    const text = ['# nothing', '---', file(TARGET), '---', ...list, '...'].join('\n');
    const { resources, findings } = validate(text);
    expect(resources.map(({ object, valid: isValid }) => `${object} ${isValid}`)).to.deep.equal([
      'InfisicalSecret shop/db true',
      'InfisicalSecret x false',
    ]);
    expect(findings.map(({ line, field, message }) => `${line} ${field}: ${message}`)).to.deep.equal([
      '17 apiVersion: must be secrets.infisical.com/v1alpha1 for the kind InfisicalSecret',
    ]);
  });

  describe('tells its own kinds from those of others', () => {
    for (const [apiVersion, kind, said] of [
      ['v1', 'Secret', 'note: is no resource of this operator, and was not looked at'],
      ['apps/v1', 'Deployment', 'note: is no resource of this operator, and was not looked at'],
      ['external-secrets.io/v1', 'ExternalSecret', 'note: is no resource of this operator, and was not looked at'],
      ['secrets.infisical.com/v1alpha1', 'InfisicalSecrt', 'error: must be InfisicalSecret'],
      ['secrets.infisical.com/v1alpha1', 'infisicalsecret', 'error: must be InfisicalSecret'],
      [
        'secrets.infisical.com/v1',
        'InfisicalSecret',
        'error: must be secrets.infisical.com/v1alpha1 for the kind InfisicalSecret',
      ],
      [
        'secret.infisical.com/v1alpha1',
        'InfisicalSecret',
        'error: must be secrets.infisical.com/v1alpha1 for the kind InfisicalSecret',
      ],
      [
        'secrets.infisical.com/v1alpha1',
        'Something',
        'error: is not a kind of this operator, which has InfisicalSecret, InfisicalPushSecret, ClusterGenerator',
      ],
    ] as const) {
      it(`${apiVersion} ${kind}`, () => {
        const { findings } = validate(stringify({ apiVersion, kind, metadata: { name: 'a' } }));
        expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).to.deep.equal([said]);
      });
    }
  });

  it('does not look at fields without a value, as the API server does not', () => {
    expect(told(file(TARGET, '  hostAPI:', '  resyncInterval: ~'))).to.deep.equal([]);
  });

  it('reads yes and no as kubectl does', () => {
    expect(told(file(TARGET, '  instantUpdates: yes', '  resyncInterval: 1:30'))).to.deep.equal([
      '11:3 spec.resyncInterval: resyncInterval must be whole seconds, or a duration such as 90s, 5m, 1h30m or 1d',
    ]);
  });

  it('finds two targets that are one, once the namespace is known', () => {
    const text = file(TARGET, '  managedKubeSecretReferences: [{ secretName: app, secretNamespace: shop }]');
    const said = 'spec names the target Secret shop/app twice. A target without a namespace is one in shop.';
    expect(told(text)).to.deep.equal([`4:1 spec: ${said}`]);
    const nowhere = text.replace(', namespace: shop }', ' }');
    expect(told(nowhere)).to.deep.equal([]);
    expect(told(nowhere, 'shop')).to.deep.equal([`4:1 spec: ${said}`]);
    expect(told(nowhere, 'other')).to.deep.equal([]);
  });

  it('says that the settings of a method of somebody else could not be checked', () => {
    const manifest = valid.find(({ name }) => name === 'third-party.yaml')?.manifest;
    expect(validate(stringify(manifest))).to.deep.include({ valid: true });
    expect(told(stringify(manifest)).join('\n')).to.match(
      /plugin\.name: there is no plugin for the login method acmeVault/,
    );
  });

  describe("with a third party's plugin at hand", () => {
    const check = (config: object): readonly string[] =>
      validateManifests([{ name: 'db.yaml', text: stringify(thirdParty(config)) }], {
        plugins: [vaultPlugin],
      }).findings.map(({ line, severity, field = '', message }) => `${line} ${severity} ${field}: ${message}`);

    it('checks its settings', () => {
      expect(check({ identityId: 'a', secretName: 'b' })).to.deep.equal([]);
      expect(check({ identityId: 1, secretName: 'b', mount: 'canary', more: 'c' })).to.deep.equal([
        '10 error spec.authentication.plugin.config: Unrecognized key: "more"',
        '11 error spec.authentication.plugin.config.identityId: must be text, not a number',
        '13 error spec.authentication.plugin.config.mount: must begin with kv/',
      ]);
    });

    it('refuses a plugin that the operator would not load', () => {
      expect(() => validateManifests([], { plugins: [{ ...vaultPlugin, contract: 99 }] })).to.throw(
        'plugin "acme.vault" was written for contract 99',
      );
    });
  });

  describe('tells of files that are no YAML', () => {
    for (const [title, text, said] of [
      ['an open list', 'a: [', /^1:5 : no YAML: /],
      ['a name twice', file(TARGET, TARGET), /^10:3 : no YAML: Map keys must be unique$/],
      ['an alias without an anchor', 'a: *b', /^1:\d+ : no YAML: /],
      ['aliases without an end', bomb(), /^1:1 : no YAML: an alias/],
    ] as const) {
      it(title, () => {
        expect(told(text)).to.have.lengthOf(1);
        expect(told(text)[0]).to.match(said);
      });
    }
  });

  it('never quotes a value', () => {
    const text = file(
      '  managedSecretReference:',
      '    secretName: canary!',
      '    template: { data: { A: "canary {{ if", B: [canary] } }',
      '  hostAPI: https://u:canary@h',
    );
    const messages = validate(text).findings.map(({ message }) => message);
    expect(messages).to.have.length.greaterThan(2);
    expect(messages.filter((message) => message.includes('canary'))).to.deep.equal([]);
  });
});

/** A resource that logs in by the method of the plugin. */
function thirdParty(config: object): object {
  const secretsScope = { projectSlug: 'shop', envSlug: 'dev' };
  return {
    apiVersion: 'secrets.infisical.com/v1alpha1',
    kind: 'InfisicalSecret',
    metadata: { name: 'db' },
    spec: {
      managedSecretReference: { secretName: 'app' },
      authentication: { plugin: { config, name: 'acmeVault', secretsScope } },
    },
  };
}

/** A short text that would be a long one, were its aliases followed. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level += 1) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
  }
  return lines.join('\n');
}
