import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, parseAllDocuments } from 'yaml';
import { run, type Ran } from './command-line.ts';

const SECRETS = { DB_URL: { Value: 'postgres://db', SecretPath: '/backend' }, FLAG: 'yes' };

/** A resource in no namespace, with these lines of `spec` behind its login. */
function manifest(...spec: readonly string[]): string {
  return [
    'apiVersion: secrets.infisical.com/v1alpha1',
    'kind: InfisicalSecret',
    'metadata:',
    '  name: app',
    '  labels:',
    'spec:',
    '  authentication:',
    '    universalAuth:',
    '      credentialsRef: { secretName: credentials }',
    '      secretsScope: { projectSlug: shop, envSlug: dev, secretsPath: /backend }',
    ...spec,
    '',
  ].join('\n');
}

const PLAIN = '  managedSecretReference: { secretName: app }';

describe('infisical-operator render', () => {
  let folder: string;
  let data: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'infisical-operator-render-'));
    data = join(folder, 'secrets.json');
    await writeFile(data, JSON.stringify(SECRETS));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const render = (text: string, ...flags: readonly string[]): Promise<Ran> =>
    run(['render', '-f', '-', '--data', data, ...flags], text);

  const withData = async (content: string): Promise<Ran> => {
    const file = join(folder, 'other.json');
    await writeFile(file, content);
    return run(['render', '-f', '-', '--data', file], manifest(PLAIN));
  };

  it('prints each target as the operator applies it', async () => {
    const { code, out, err } = await render(
      manifest(
        '  managedSecretReference:',
        '    secretName: app',
        '    creationPolicy: Owner',
        '    template: { data: { url: "{{ .DB_URL.Value }} of {{ .DB_URL.SecretPath }} and {{ .FLAG.SecretPath }}" } }',
        '  managedKubeConfigMapReferences:',
        '  - { configMapName: flags, configMapNamespace: other, template: { data: { "on": "{{ .FLAG.Value }}" } } }',
      ),
    );
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    const [secret, map] = parseAllDocuments(out).map((document) => document.toJS() as unknown);
    expect(secret).to.deep.equal({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        namespace: 'default',
        name: 'app',
        labels: { 'secrets.infisical.com/managed': 'true' },
        annotations: {
          'secrets.infisical.com/managed-by': 'InfisicalSecret/default/app',
          'secrets.infisical.com/data-hash': '447be24ad9d23f5dc234d8889ef518a7e323c2c1',
        },
        ownerReferences: [
          {
            apiVersion: 'secrets.infisical.com/v1alpha1',
            kind: 'InfisicalSecret',
            name: 'app',
            uid: '00000000-0000-0000-0000-000000000000',
            controller: true,
          },
        ],
      },
      type: 'Opaque',
      data: { url: Buffer.from('postgres://db of /backend and /').toString('base64') },
    });
    expect(map).to.deep.include({ kind: 'ConfigMap', data: { on: 'yes' } });
    // kubectl would take it for true.
    expect(out).to.contain('"on": "yes"');
  });

  it('knows the namespace that it is told, and that of the manifest first', async () => {
    const { out } = await render(manifest(PLAIN), '-n', 'shop');
    expect(parse(out)).to.have.nested.property('metadata.namespace', 'shop');
    const own = await render(manifest(PLAIN).replace('name: app\n', 'name: app\n  namespace: own\n'), '-n', 'shop');
    expect(parse(own.out)).to.have.nested.property('metadata.namespace', 'own');
  });

  it('prints a List for machines', async () => {
    const { out } = await render(manifest(PLAIN), '-o', 'json');
    const list: unknown = JSON.parse(out);
    expect(list).to.include({ apiVersion: 'v1', kind: 'List' });
    expect(list).to.have.nested.property('items[0].data.FLAG', 'eWVz');
  });

  it('shows values of Secrets as text when it is asked to', async () => {
    const { out } = await render(manifest(PLAIN), '--string-data');
    const shown: unknown = parse(out);
    expect(shown).to.deep.include({ stringData: { DB_URL: 'postgres://db', FLAG: 'yes' } });
    expect(shown).not.to.have.property('data');
    expect(out.split('\n').slice(0, 2)).to.deep.equal(['apiVersion: v1', 'kind: Secret']);
  });

  it('takes the secrets from stdin', async () => {
    const file = join(folder, 'app.yaml');
    await writeFile(file, manifest(PLAIN));
    const { code, out } = await run(['render', '-f', file, '-d', '-'], JSON.stringify({ A: 'b' }));
    expect(code).to.equal(0);
    expect(parse(out)).to.deep.include({ data: { A: 'Yg==' } });
  });

  describe('ends with 1', () => {
    it('and prints nothing where a manifest is invalid', async () => {
      const { code, out, err } = await render(manifest(PLAIN, '  emptyPolicy: Drop'));
      expect({ code, out }).to.deep.equal({ code: 1, out: '' });
      expect(err).to.equal('stdin:12:3: error: InfisicalSecret app: spec.emptyPolicy: must be Keep or Allow\n');
    });

    it('where a template fails, and prints the other targets, as the operator writes them', async () => {
      const { code, out, err } = await render(
        manifest(
          '  managedSecretReference: { secretName: bad, template: { data: { a: "{{ index (list 1) 5 }}" } } }',
          '  managedKubeSecretReferences: [{ secretName: good }]',
        ),
      );
      expect(code).to.equal(1);
      expect(err).to.match(
        /^stdin:1:1: error: InfisicalSecret app: TemplateInvalid: Secret default\/bad: template\.data\["a"\]: line 1/,
      );
      expect(parse(out)).to.have.nested.property('metadata.name', 'good');
    });

    it('where Kubernetes cannot hold a key, and prints the others', async () => {
      const { code, out, err } = await withData('{"a b": "x", "c": "y"}');
      expect(code).to.equal(1);
      expect(err).to.contain('InvalidKeys: Kubernetes cannot hold keys named "a b"');
      expect(parse(out)).to.deep.include({ data: { c: 'eQ==' } });
    });

    it('where the target would be emptied, unless the resource allows it', async () => {
      expect(await withData('{}')).to.deep.include({ code: 1, out: '' });
      await writeFile(join(folder, 'empty.json'), '{}');
      const allowed = await run(
        ['render', '-f', '-', '-d', join(folder, 'empty.json')],
        manifest(PLAIN, '  emptyPolicy: Allow'),
      );
      expect(allowed.code).to.equal(0);
      expect(parse(allowed.out)).not.to.have.property('data');
    });

    for (const [title, content, said] of [
      ['no JSON', "{'A': 'canary'}", ':1:1: error: is no JSON'],
      ['JSON that is broken', '{\n"A": "canary" "B": ""}', ':2:15: error: is no JSON'],
      ['a list', '["canary"]', ':1:1: error: must be an object, not a list'],
      ['a number', '{"A":\n1}', ':1:2: error: A: must be text, or an object with Value and SecretPath, both text'],
      ['a value that is no text', '{"A": {"Value": ["canary"]}}', ':1:2: error: A: must be text, or an object'],
      ['other fields', '{"A": {"value": "canary"}}', ':1:2: error: A: must be text, or an object'],
    ] as const) {
      it(`where the secrets are ${title}, and quotes none`, async () => {
        const { code, out, err } = await withData(content);
        expect({ code, out }).to.deep.equal({ code: 1, out: '' });
        expect(err).to.contain(`other.json${said}`);
        expect(err).not.to.contain('canary');
      });
    }
  });

  describe('ends with 2 and a sentence when it is called wrongly:', () => {
    for (const [title, args, said] of [
      ['without a manifest', ['render', '--data', 'x'], /say what to render/],
      ['without secrets', ['render', '-f', 'x'], /say what Infisical holds: --data/],
      ['with stdin for both', ['render', '-f', '-', '-d', '-'], /only one of -f and --data can be stdin/],
      [
        'with secrets that are not there',
        ['render', '-f', '-', '-d', '/nowhere.json'],
        /\/nowhere\.json cannot be read/,
      ],
    ] as const) {
      it(title, async () => {
        const { code, out, err } = await run(args, manifest(PLAIN));
        expect({ code, out }).to.deep.equal({ code: 2, out: '' });
        expect(err).to.match(said);
      });
    }

    it('without a resource', async () => {
      const { code, err } = await render('apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n');
      expect(code).to.equal(2);
      expect(err).to.contain('there is no InfisicalSecret in these files');
    });
  });

  it('ends in silence with a reader that has seen enough', async () => {
    const manifestFile = join(folder, 'many.yaml');
    const dataFile = join(folder, 'many.json');
    await writeFile(manifestFile, manifest(PLAIN));
    await writeFile(
      dataFile,
      JSON.stringify(Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`K${n}`, 'x'.repeat(1_000)]))),
    );
    const args = [
      join(import.meta.dirname, '../../bin/infisical-operator.js'),
      'render',
      '-f',
      manifestFile,
      '-d',
      dataFile,
    ];
    const child = spawn(process.execPath, args, { timeout: 20_000 });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
  });

  it('says in its help that it prints secrets', async () => {
    const { code, out } = await run(['render', '--help']);
    expect(code).to.equal(0);
    expect(out).to.contain('Secret values are in the output');
  });
});
