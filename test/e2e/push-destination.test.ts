import { expect } from 'chai';
import { PROJECT, PUSHED_TO, PushScene, conditionOf, onEachServer, withScene } from './harness/index.ts';

onEachServer('the destination of a push', (server) => {
  for (const era of ['26', '24'] as const) {
    it(`is made on a server of 20${era} where createFolders says so, with all above it`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const push = new PushScene(scene);
        await scene.createSecret('app', { KEY: 'value' });
        const destination = { secretsPath: '/deep/er/still/', createFolders: true };
        await push.apply({ name: 'app', destination, deletionPolicy: 'Delete' });
        await push.ready('app');
        await push.holds({ KEY: 'value' }, '/deep/er/still');
        expect(scene.infisical.calls.count('folders.create')).to.equal(1);
        await push.passes('app');
        expect(scene.infisical.calls.count('folders.create')).to.equal(1);
        await push.delete('app');
        await push.gone('app');
        expect(push.stored('/deep/er/still')).to.deep.equal({});
      }));

    it(`is looked for on a server of 20${era}, told of while it is missing, and pushed to once somebody has made it`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const push = new PushScene(scene);
        await scene.createSecret('app', { KEY: 'value' });
        await push.apply({ name: 'app', deletionPolicy: 'Delete' });
        const { message } = await push.failed('app', 'DestinationNotFound');
        expect(message).to.contain('no folder /push in dev').and.contain('destination.createFolders: true');
        expect(push.writes()).to.equal(0);
        const waiting = await push.get('app');
        expect(waiting?.status).to.include({ state: 'error' });
        expect(conditionOf(waiting, 'secrets.infisical.com/Authenticated')?.status).to.equal('True');
        scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
        await push.passes('app');
        await push.ready('app');
        await push.holds({ KEY: 'value' });
      }));

    it(`may be the root of a server of 20${era}, and name the project by its id`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const { id } = scene.infisical.project({ slug: 'other', environments: ['stage'] });
        scene.infisical.addToProject(scene.identity, { project: id });
        const push = new PushScene(scene);
        await scene.createSecret('app', { KEY: 'value' });
        const place = { projectId: id, environmentSlug: 'stage' };
        await push.apply({ name: 'app', deletionPolicy: 'Delete' });
        await push.failed('app', 'DestinationNotFound');
        await push.patch('app', { spec: { destination: { ...place, projectSlug: null, secretsPath: null } } });
        const { status } = await push.ready('app');
        expect(scene.infisical.secrets(id, 'stage', '/')).to.deep.equal({ KEY: 'value' });
        const { host, ...recorded } = status?.['destination'] as Record<string, string>;
        expect(recorded).to.deep.equal({ ...place, secretsPath: '/' });
        expect(host).to.equal(scene.infisical.url);
        await push.delete('app');
        await push.gone('app');
        expect(scene.infisical.secrets(id, 'stage', '/')).to.deep.equal({});
      }));

    it(`is told to be missing with its project, its environment or the rights of the identity, on a server of 20${era}`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const push = new PushScene(scene);
        scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
        await scene.createSecret('app', { KEY: scene.canaries.plant('KEY') });
        const cases = [
          [{ projectSlug: 'nobodys' }, 'ProjectNotFound'],
          [{ environmentSlug: 'nowhere' }, 'DestinationNotFound'],
          [{ environmentSlug: 'nowhere', createFolders: true }, 'DestinationNotFound'],
        ] as const;
        for (const [index, [destination, reason]] of cases.entries()) {
          const name = `app-${index}`;
          await push.apply({ name, destination, source: { secretName: 'app' } });
          const { message } = await push.failed(name, reason);
          expect(message).to.match(/\S \S/);
        }
        scene.infisical.removeFromProject(scene.identity, PROJECT);
        scene.infisical.addToProject(scene.identity, { project: PROJECT, permission: 'viewer' });
        await push.apply({ name: 'app' });
        await push.failed('app', 'AccessDenied');
        const denied = conditionOf(await push.get('app'), 'secrets.infisical.com/FailedToCreateSecrets');
        expect(denied).to.include({ status: 'True', reason: 'Error' });
        expect(push.stored()).to.deep.equal({});
      }));

    it(`holds back what a policy of a server of 20${era} wants approved: asked for once, told, and asked for again on demand`, () =>
      withScene(server(), { infisical: { era }, operator: false }, async (scene) => {
        const push = new PushScene(scene);
        scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
        scene.infisical.approvalPolicy(PROJECT, 'dev', PUSHED_TO);
        await scene.createSecret('app', { KEY: 'value' });
        const operator = await scene.startStoppedClock();
        await push.apply({ name: 'app', resyncInterval: 5, updatePolicy: 'Replace' });
        const { message } = await push.failed('app', 'ApprovalPending');
        expect(message).to.contain('Approve of the request');
        const created = conditionOf(await push.get('app'), 'secrets.infisical.com/FailedToCreateSecrets');
        expect(created).to.include({ status: 'True', reason: 'Error' });
        expect((await push.get('app'))?.status?.['managedSecrets']).to.equal(undefined);

        const creates = (): number => scene.infisical.calls.count('secrets.batch-create');
        for (let interval = 1; interval <= 5; interval += 1) await operator.pass(5_500, 1);
        expect(creates()).to.equal(1);
        await push.passes('app');
        expect(creates()).to.equal(2);
        await operator.pass(5_500, 1);
        expect(creates()).to.equal(2);

        // Another value is another request.
        await push.change('app', { KEY: 'another' });
        await scene.infisical.calls.reached('secrets.batch-create', 3);
        await operator.pass(5_500, 1);
        expect(creates()).to.equal(3);

        // Somebody approves: it is there as if it had been written.
        scene.infisical.secret(PROJECT, 'dev', PUSHED_TO, 'KEY', 'another');
        await operator.pass(5_500, 1);
        const { status } = await push.ready('app');
        expect(status?.['pendingApproval']).to.equal(undefined);
        await push.change('app', { KEY: 'third' });
        await push.failed('app', 'ApprovalPending');
        const updated = conditionOf(await push.get('app'), 'secrets.infisical.com/FailedToUpdateSecrets');
        expect(updated).to.include({ status: 'True', reason: 'Error' });
        expect(push.stored()).to.deep.equal({ KEY: 'another' });
      }));
  }
});
