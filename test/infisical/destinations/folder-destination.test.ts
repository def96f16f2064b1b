import { expect } from 'chai';
import type { Destination, DestinationScope, StoredSecret } from '#kernel';
import { fault } from '../../../src/testkit/infisical/index.ts';
import { ClientBench, ERAS } from '../fixtures/client.ts';
import { noAbort, operatorErrorOf } from '../fixtures/rejection.ts';

const MARK = 'InfisicalPushSecret shop/db, 0123456789abcdef';

for (const era of ERAS) {
  describe(`FolderDestination over a server of ${era}`, () => {
    let bench: ClientBench;

    beforeEach(async () => {
      bench = await ClientBench.start(era);
    });
    afterEach(() => bench.stop());

    const at = async (parts: Partial<DestinationScope> = {}): Promise<Destination> => {
      const session = await bench.open();
      return session.destination({ project: { slug: 'shop-project' }, environment: 'dev', path: '/push', ...parts });
    };
    const stored = (path = '/push'): Record<string, string> => bench.server.secrets(bench.project, 'dev', path);
    const found = async (destination: Destination): Promise<readonly StoredSecret[]> =>
      [...((await destination.list(noAbort())) ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
    const pushed = (...keys: string[]): { key: string; value: string; mark: string }[] =>
      keys.map((key) => ({ key, value: `value of ${key}`, mark: MARK }));

    it('lists what is stored: without imports, and with references as they were written', async () => {
      bench.server.secret(bench.project, 'dev', '/push', 'URL', 'tcp://${HOST}');
      bench.server.secret(bench.project, 'dev', '/push', 'HOST', 'db', { comment: 'for Amy' });
      bench.server.secret(bench.project, 'dev', '/push/deep', 'OTHER', '1');
      bench.server.secret(bench.project, 'dev', '/shared', 'REGION', 'eu');
      bench.server.import(bench.project, 'dev', '/push', { fromEnv: 'dev', fromPath: '/shared' });
      const listed = (await found(await at())).map(({ id: _, ...rest }) => rest);
      expect(listed).to.deep.equal([
        { key: 'HOST', value: 'db', comment: 'for Amy', marks: [] },
        { key: 'URL', value: 'tcp://${HOST}', comment: '', marks: [] },
      ]);
    });

    for (const parts of [{ path: '/nope' }, { environment: 'nope' }]) {
      it(`tells that there is no ${JSON.stringify(parts)}, apart from an empty folder`, async () => {
        bench.server.folder(bench.project, 'dev', '/push');
        expect(await (await at(parts)).list(noAbort())).to.equal(undefined);
        expect(await (await at()).list(noAbort())).to.deep.equal([]);
      });
    }

    it('makes a folder with its parents, and does not mind one that is there', async () => {
      const destination = await at({ path: '/a/b/c/' });
      await destination.createFolder(noAbort());
      await destination.createFolder(noAbort());
      expect(await destination.list(noAbort())).to.deep.equal([]);
      expect(bench.server.calls.count('folders.create')).to.equal(2);
      await (await at({ path: '/' })).createFolder(noAbort());
      expect(bench.server.calls.count('folders.create')).to.equal(2);
    });

    it('does not take an answer for a success that leaves out what was asked for', async () => {
      bench.server.folder(bench.project, 'dev', '/push');
      const destination = await at();
      for (const text of ['{"secrets":[]}', '{"secrets":[{"id":"id-1","secretKey":"A"}]}']) {
        bench.server.faults.next(1, 'secrets.batch-create', fault.json(text));
        const error = await operatorErrorOf(destination.create(pushed('A', 'B'), noAbort()));
        expect(error).to.include({ reason: 'HostAnswerInvalid', disposition: 'retryable' });
        expect(error.message).to.match(/what became of (A, )?B\./);
      }
      expect(stored()).to.deep.equal({});
    });

    it('makes no environment', async () => {
      const error = await operatorErrorOf((await at({ environment: 'nope' })).createFolder(noAbort()));
      expect(error).to.include({ reason: 'DestinationNotFound', disposition: 'terminal' });
      expect(error.userMessage).to.include('"nope"').and.to.include('environmentSlug');
    });

    for (const by of ['slug', 'id'] as const) {
      it(`creates, knows again, updates and deletes, with the project by ${by}`, async () => {
        bench.server.folder(bench.project, 'dev', '/push');
        const project = by === 'slug' ? { slug: bench.project.slug } : { id: bench.project.id };
        const destination = await at({ project });

        const made = await destination.create(pushed('A', 'B'), noAbort());
        expect(stored()).to.deep.equal({ A: 'value of A', B: 'value of B' });
        const [a, b] = await found(destination);
        if (a === undefined || b === undefined) throw new Error('nothing is listed');
        expect(made).to.deep.equal({
          written: [
            { id: a.id, key: 'A' },
            { id: b.id, key: 'B' },
          ],
          awaitsApproval: false,
        });
        expect([a.marks, b.marks]).to.deep.equal([[MARK], [MARK]]);

        await destination.update([{ stored: a, value: 'other' }], noAbort());
        expect(stored()).to.deep.equal({ A: 'other', B: 'value of B' });
        const [changed] = await found(destination);
        expect(changed).to.deep.equal({ ...a, value: 'other' });

        const { written } = await destination.remove([b], noAbort());
        expect(written).to.deep.equal([{ id: b.id, key: 'B' }]);
        expect(stored()).to.deep.equal({ A: 'other' });
      });
    }

    it('leaves what people wrote about a secret', async () => {
      bench.server.secret(bench.project, 'dev', '/push', 'A', '1', {
        comment: 'for Amy',
        metadata: [{ key: 'team', value: 'x' }],
      });
      const destination = await at();
      const [a] = await found(destination);
      if (a === undefined) throw new Error('nothing is listed');
      await destination.update([{ stored: a, value: '2' }], noAbort());
      expect(await found(destination)).to.deep.equal([{ ...a, value: '2', comment: 'for Amy' }]);
    });

    it('knows a secret that somebody has renamed by its id', async () => {
      bench.server.folder(bench.project, 'dev', '/push');
      const destination = await at();
      const { written } = await destination.create(pushed('A'), noAbort());
      bench.server.renameSecret(bench.project, 'dev', '/push', 'A', 'B');
      const [renamed] = await found(destination);
      expect(renamed).to.include({ id: written[0]?.id, key: 'B', value: 'value of A' });
      expect(renamed?.marks).to.deep.equal([MARK]);
    });

    it('sends 200 secrets in two requests', async () => {
      bench.server.folder(bench.project, 'dev', '/push');
      const keys = Array.from({ length: 200 }, (_, index) => `KEY_${index}`);
      const { written } = await (await at()).create(pushed(...keys), noAbort());
      expect(written.map(({ key }) => key)).to.deep.equal(keys);
      expect(Object.keys(stored())).to.have.lengthOf(200);
      expect(bench.server.calls.count('secrets.batch-create')).to.equal(2);
    });

    it('splits what a body cannot hold', async () => {
      bench.server.folder(bench.project, 'dev', '/push');
      const secrets = pushed('A', 'B', 'C', 'D').map((secret) => ({ ...secret, value: 'x'.repeat(400_000) }));
      await (await at()).create(secrets, noAbort());
      expect(Object.keys(stored())).to.deep.equal(['A', 'B', 'C', 'D']);
      expect(bench.server.calls.list('secrets.batch-create').map(({ status }) => status)).to.deep.equal([200, 200]);
    });

    it('tries again when a key has come in between, and nothing is overwritten', async () => {
      bench.server.secret(bench.project, 'dev', '/push', 'B', 'theirs');
      const error = await operatorErrorOf((await at()).create(pushed('A', 'B'), noAbort()));
      expect(error).to.include({ reason: 'WriteRefused', disposition: 'retryable' });
      expect(error.message).to.include('create 2 secrets').and.not.to.include('value of');
      expect(stored()).to.deep.equal({ B: 'theirs' });
    });

    it('tries again when a key has gone in between', async () => {
      bench.server.secret(bench.project, 'dev', '/push', 'A', '1');
      const destination = await at();
      const [a] = await found(destination);
      if (a === undefined) throw new Error('nothing is listed');
      bench.server.removeSecret(bench.project, 'dev', '/push', 'A');
      for (const attempt of [
        destination.update([{ stored: a, value: '2' }], noAbort()),
        destination.remove([a], noAbort()),
      ]) {
        expect(await operatorErrorOf(attempt)).to.include({ reason: 'WriteRefused', disposition: 'retryable' });
      }
    });

    it('says that the identity may not write', async () => {
      const { server, project } = bench;
      server.folder(project, 'dev', '/push');
      const viewer = server.identity({ name: 'viewer', universal: {}, projects: [project], permission: 'viewer' });
      const material = {
        ...bench.login(),
        identity: viewer.id,
        body: () => Promise.resolve({ clientId: viewer.clientId, clientSecret: viewer.clientSecret }),
      };
      const session = await bench.infisical.open({ url: server.url }, material, noAbort());
      const destination = session.destination({ project: { id: project.id }, environment: 'dev', path: '/push' });
      const error = await operatorErrorOf(destination.create(pushed('A'), noAbort()));
      expect(error).to.include({ reason: 'AccessDenied', disposition: 'terminal' });
    });

    it('finds a project that was made again under the same slug', async () => {
      bench.server.folder(bench.project, 'dev', '/push');
      const destination = await at();
      await destination.create(pushed('A'), noAbort());
      bench.server.removeProject(bench.project);
      const again = bench.server.project({ slug: 'shop-project', environments: ['dev'] });
      bench.server.identity({ name: 'x', projects: [again] });
      const error = await operatorErrorOf(destination.list(noAbort()));
      expect(error.reason).to.equal('ProjectNotFound');
    });
  });
}

describe('FolderDestination under an approval policy', () => {
  it('tells that nothing has changed yet', async () => {
    const bench = await ClientBench.start('26');
    try {
      bench.server.folder(bench.project, 'dev', '/push');
      bench.server.approvalPolicy(bench.project, 'dev', '/push');
      const session = await bench.open();
      const destination = session.destination({ project: { id: bench.project.id }, environment: 'dev', path: '/push' });
      const outcome = await destination.create([{ key: 'A', value: '1', mark: MARK }], noAbort());
      expect(outcome).to.deep.equal({ written: [], awaitsApproval: true });
      expect(bench.server.secrets(bench.project, 'dev', '/push')).to.deep.equal({});
    } finally {
      await bench.stop();
    }
  });
});
