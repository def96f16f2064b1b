import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import type { KubeObject, Scene } from './harness/index.ts';
import { CREDENTIALS, PROJECT, eventually, onEachServer, withScene, type ResourceOptions } from './harness/index.ts';
import { universalAuth } from '../builders/infisical-secret.ts';

const SOON = { withinMs: 1_000 };
/** What a change of a credential or of a setting may take. */
const WITHIN_5_S = { withinMs: 5_000 };

type Change = Omit<ResourceOptions, 'name'>;

interface Edit {
  readonly field: string;
  readonly change: (scene: Scene) => Promise<Change> | Change;
  readonly target?: string;
  /** What the target then holds; by default the root of `dev`. */
  readonly content?: 'prod' | 'folder' | 'one' | 'all' | 'empty';
  readonly metadata?: { readonly labels: Readonly<Record<string, string>> };
}

const EDITS: readonly Edit[] = [
  { field: 'envSlug', change: () => ({ scope: { envSlug: 'prod' } }), content: 'prod' },
  { field: 'secretsPath', change: () => ({ scope: { secretsPath: '/folder' } }), content: 'folder' },
  { field: 'recursive', change: () => ({ scope: { recursive: true } }), content: 'all' },
  { field: 'secretName', change: () => ({ scope: { secretName: 'ONE' } }), content: 'one' },
  {
    field: 'emptyPolicy',
    change: () => ({ scope: { secretsPath: '/empty' }, emptyPolicy: 'Allow' }),
    content: 'empty',
  },
  {
    field: 'credentialsRef',
    change: async (scene) => {
      const clientSecret = scene.canaries.plant('other-client');
      scene.infisical.identity({ name: 'other', universal: { clientId: 'other', clientSecret }, projects: [PROJECT] });
      await scene.createSecret('other', { clientId: 'other', clientSecret });
      return { authentication: universalAuth('other', { projectSlug: PROJECT, envSlug: 'prod' }) };
    },
    content: 'prod',
  },
  { field: 'the target', change: () => ({ targets: [{ secretName: 'renamed' }] }), target: 'renamed' },
  {
    field: 'one more target',
    change: () => ({ targets: [{ secretName: 'app' }, { secretName: 'second' }] }),
    target: 'second',
  },
  {
    field: 'template.metadata',
    change: () => ({ targets: [{ secretName: 'app', template: { metadata: { labels: { own: 'label' } } } }] }),
    metadata: { labels: { own: 'label', 'secrets.infisical.com/managed': 'true' } },
  },
  {
    field: 'a label of the resource',
    change: () => ({ labels: { team: 'a' } }),
    metadata: { labels: { team: 'a', 'secrets.infisical.com/managed': 'true' } },
  },
  { field: 'an annotation of the resource', change: () => ({ annotations: { note: 'n' } }) },
];

onEachServer('changes', (server) => {
  for (const { field, change, target = 'app', content, metadata } of EDITS) {
    it(`R5 an edit of ${field} is acted on at once`, () =>
      withScene(server(), {}, async (scene) => {
        const one = { ONE: scene.plant('ONE') };
        const dev = { ...one, TWO: scene.plant('TWO') };
        const folder = { THREE: scene.plant('THREE', '/folder') };
        const prod = { FOUR: scene.plant('FOUR', '/', 'prod') };
        scene.infisical.folder(PROJECT, 'dev', '/empty');
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        await scene.apply({ name: 'app', ...(await change(scene)) });
        const wanted = { prod, folder, one, all: { ...dev, ...folder }, empty: {} };
        await scene.holds(target, content === undefined ? dev : wanted[content], SOON);
        await scene.ready('app');
        // An edit of metadata alone shows in no data and in no generation that could be waited for.
        const shown = async (): Promise<KubeObject['metadata'] | undefined> => (await scene.secret(target))?.metadata;
        await eventually(
          'the metadata of the target',
          async () => {
            const { labels, annotations } = (await shown()) ?? {};
            const isNoted = !field.startsWith('an annotation') || annotations?.['note'] === 'n';
            return isNoted && isDeepStrictEqual(metadata?.labels ?? labels, labels) ? true : undefined;
          },
          SOON,
          shown,
        );
      }));
  }

  it('R7 credentials that come late are used', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      const clientSecret = scene.canaries.plant('late');
      scene.infisical.identity({ name: 'late', universal: { clientId: 'late', clientSecret }, projects: [PROJECT] });
      const authentication = universalAuth('late', { projectSlug: PROJECT, envSlug: 'dev' });
      await scene.apply({ name: 'app', authentication });
      await scene.failed('app', 'CredentialsNotFound');
      await scene.createSecret('late', { clientId: 'late', clientSecret });
      await scene.holds('app', content, WITHIN_5_S);
      await scene.ready('app');
    }));

  it('R7 credentials that turn bad are noticed while all is well, and good ones are used', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.apply({ name: 'app' });
      await scene.ready('app');
      const good = (await scene.secret(CREDENTIALS))?.data?.['clientSecret'];
      const stringData = { clientSecret: scene.canaries.plant('bad') };
      await scene.server.api.patch('secrets', scene.namespace, CREDENTIALS, { stringData });
      await scene.failed('app', 'InvalidCredentials', WITHIN_5_S);
      expect(await scene.values('app')).to.deep.equal(content);
      await scene.server.api.patch('secrets', scene.namespace, CREDENTIALS, { data: { clientSecret: good } });
      await scene.ready('app', WITHIN_5_S);
    }));

  it('R7 credentials in another namespace are watched too', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      const elsewhere = await scene.createNamespace();
      const authentication = universalAuth('creds', { projectSlug: PROJECT, envSlug: 'dev' }, elsewhere);
      await scene.apply({ name: 'app', authentication });
      await scene.failed('app', 'CredentialsNotFound');
      await scene.createSecret('creds', await scene.values(CREDENTIALS), {}, elsewhere);
      await scene.ready('app', WITHIN_5_S);
    }));
});
