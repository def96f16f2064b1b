import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { eventually, onEachServer, withScene, PROJECT, type Scene } from './harness/index.ts';

const SOON = { withinMs: 1_000 };
const ANNOTATION = 'secrets.infisical.com/force-sync';

/** A resource that is in place: what most rows begin with. */
async function inPlace(scene: Scene): Promise<{ readonly content: Record<string, string>; readonly uid: string }> {
  const content = { DB_URL: scene.plant('DB_URL'), API_KEY: scene.plant('API_KEY') };
  await scene.apply({ name: 'app', labels: { team: 'a', tier: 'web' }, annotations: { note: 'one' } });
  await scene.ready('app');
  const secret = await scene.secret('app');
  scene.infisical.calls.reset();
  return { content, uid: secret?.metadata.uid ?? '' };
}

onEachServer('pull', (server) => {
  it('R1 a deleted target is back within a second, without a call to Infisical', () =>
    withScene(server(), {}, async (scene) => {
      const { content, uid } = await inPlace(scene);
      await scene.server.api.delete('secrets', scene.namespace, 'app');
      const back = await eventually(
        'another Secret of that name',
        async () => {
          const secret = await scene.secret('app');
          return secret === undefined || secret.metadata.uid === uid ? undefined : secret;
        },
        SOON,
      );
      await scene.holds('app', content);
      expect(back.metadata.labels).to.include({ team: 'a', tier: 'web' });
      expect(scene.infisical.calls.list()).to.deep.equal([]);
    }));

  for (const [what, fields] of [
    ['a value that was changed', { data: { DB_URL: 'ZXZpbA==' } }],
    ['a key that was added', { stringData: { EXTRA: 'x' } }],
    ['a key that was removed', { data: { DB_URL: null } }],
    ['all keys gone', { data: null }],
  ] as const) {
    it(`R2 ${what} by hand is repaired within a second`, () =>
      withScene(server(), {}, async (scene) => {
        const { content, uid } = await inPlace(scene);
        await scene.server.api.patch('secrets', scene.namespace, 'app', fields);
        const repaired = await scene.holds('app', content, SOON);
        expect(repaired.metadata.uid).to.equal(uid);
        expect(scene.infisical.calls.list()).to.deep.equal([]);
      }));
  }

  it('R2 labels and annotations of ours that were edited by hand are repaired within a second', () =>
    withScene(server(), {}, async (scene) => {
      await inPlace(scene);
      const before = await scene.secret('app');
      const metadata = {
        labels: { team: 'evil' },
        annotations: { note: null, 'secrets.infisical.com/managed-by': 'x' },
      };
      await scene.server.api.patch('secrets', scene.namespace, 'app', { metadata });
      await eventually(
        'labels and annotations as before',
        async () => {
          const { labels, annotations } = (await scene.secret('app'))?.metadata ?? {};
          const { labels: ours, annotations: notes } = before?.metadata ?? {};
          return isDeepStrictEqual([labels, annotations], [ours, notes]) || undefined;
        },
        SOON,
        async () => (await scene.secret('app'))?.metadata,
      );
    }));

  it('R3 metadata of others stays, and that of ours goes with the resource', () =>
    withScene(server(), {}, async (scene) => {
      await inPlace(scene);
      const theirs = { labels: { 'example.com/theirs': 'l' }, annotations: { 'example.com/theirs': 'a' } };
      await scene.server.api.patch('secrets', scene.namespace, 'app', { metadata: theirs });
      await scene.apply({ name: 'app', labels: { team: 'b' } });
      const { metadata } = await eventually('the label tier is gone', async () => {
        const secret = await scene.secret('app');
        return secret?.metadata.labels['tier'] === undefined ? secret : undefined;
      });
      expect(metadata.labels).to.deep.equal({
        team: 'b',
        'example.com/theirs': 'l',
        'secrets.infisical.com/managed': 'true',
      });
      expect(metadata.annotations).to.include({ 'example.com/theirs': 'a' }).and.not.have.property('note');
    }));

  it('R4 a restart of the operator writes nothing', () =>
    withScene(server(), {}, async (scene) => {
      await inPlace(scene);
      const [secret, app] = [await scene.secret('app'), await scene.get('app')];
      await scene.operator.stop();
      const next = await scene.startOperator();
      await eventually('a pass has ended', () => next.log.some((line) => line.includes('pass ended')) || undefined);
      expect(await scene.secret('app')).to.deep.equal(secret);
      expect(await scene.get('app')).to.deep.equal(app);
    }));

  it('R6 a forced sync reads at once, and is acknowledged', () =>
    withScene(server(), {}, async (scene) => {
      const { content } = await inPlace(scene);
      scene.infisical.secret(PROJECT, 'dev', '/', 'API_KEY', 'new');
      const value = await scene.forceSync('app');
      await scene.holds('app', { ...content, API_KEY: 'new' }, SOON);
      const status = await eventually('the value in status', async () => {
        const app = await scene.get('app');
        return app?.status?.['lastHandledRefresh'] === value ? app.status : undefined;
      });
      expect(status['lastSyncedAt']).to.be.a('string');
      expect(scene.infisical.calls.count('secrets.list')).to.equal(1);
      expect((await scene.secret('app'))?.metadata.annotations).not.to.have.property(ANNOTATION);
    }));

  it('R17 labels and annotations are copied, without the marks of tools', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      const marks = {
        'kubectl.kubernetes.io/restartedAt': 'x',
        'batch.k8s.io/x': 'x',
        'argocd.argoproj.io/sync-wave': '1',
        'meta.helm.sh/release-name': 'x',
        'secrets.infisical.com/anything': 'x',
      };
      await scene.apply({
        name: 'app',
        labels: { 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/instance': 'shop', 'helm.sh/chart': 'c' },
        annotations: { 'example.com/note': 'n', ...marks },
      });
      await scene.ready('app');
      const { labels, annotations } = (await scene.secret('app'))?.metadata ?? {};
      expect(labels).to.deep.equal({ 'app.kubernetes.io/name': 'shop', 'secrets.infisical.com/managed': 'true' });
      expect(Object.keys(annotations ?? {})).to.have.members([
        'example.com/note',
        'secrets.infisical.com/managed-by',
        'secrets.infisical.com/data-hash',
      ]);
    }));

  it('R19 an Owner target goes with its resource, an Orphan target stays', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.apply({
        name: 'app',
        targets: [{ secretName: 'orphan' }, { secretName: 'owned', creationPolicy: 'Owner' }],
      });
      await scene.ready('app');
      expect((await scene.secret('owned'))?.metadata.ownerReferences).to.have.length(1);
      await scene.server.api.delete('infisicalsecrets', scene.namespace, 'app');
      await eventually('the owned Secret is gone', async () =>
        (await scene.secret('owned')) === undefined ? true : undefined,
      );
      expect(await scene.values('orphan')).to.deep.equal(content);
    }));

  it('R19 targets of both kinds outlive the operator', () =>
    withScene(server(), {}, async (scene) => {
      const content = { DB_URL: scene.plant('DB_URL') };
      await scene.apply({
        name: 'app',
        targets: [{ secretName: 'orphan' }, { secretName: 'owned', creationPolicy: 'Owner' }],
      });
      await scene.ready('app');
      expect(await scene.operator.stop()).to.equal(0);
      expect(await scene.values('orphan')).to.deep.equal(content);
      expect(await scene.values('owned')).to.deep.equal(content);
      expect(await scene.get('app')).to.exist;
    }));
});
