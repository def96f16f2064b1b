import { expect } from 'chai';
import { ClientBench, ERAS } from './fixtures/client.ts';
import { noAbort, operatorErrorOf } from './fixtures/rejection.ts';

for (const era of ERAS) {
  describe(`createInfisical over a server of ${era}`, () => {
    let bench: ClientBench;

    beforeEach(async () => {
      bench = await ClientBench.start(era);
    });
    afterEach(() => bench.stop());

    it('logs in and reads', async () => {
      const session = await bench.open();
      expect(session.host).to.equal(bench.server.url);
      const snapshot = await session.read(bench.scope(), { maxAgeMs: 0 }, noAbort());
      expect(snapshot).to.deep.equal({
        secrets: [{ key: 'DB_URL', value: 'postgres://one', path: '/' }],
        clashes: [],
        readAtMs: 0,
      });
    });

    it('reads a project by id', async () => {
      const values = await bench.values(await bench.open(), { project: { id: bench.project.id } });
      expect(values).to.deep.equal({ DB_URL: 'postgres://one' });
    });

    it('shares one login and one list among a hundred resources', async () => {
      const reads = Array.from({ length: 100 }, async () => bench.values(await bench.open()));
      for (const values of await Promise.all(reads)) expect(values).to.deep.equal({ DB_URL: 'postgres://one' });
      expect(bench.server.calls.count('auth.login')).to.equal(1);
      expect(bench.server.calls.count('secrets.list')).to.equal(1);
    });

    it('finds out about the server and the project once', async () => {
      const session = await bench.open();
      await bench.values(session);
      bench.server.calls.reset();
      await bench.values(session);
      await bench.values(session, { path: '/', recursive: true });
      expect(bench.server.calls.list().map(({ name }) => name)).to.deep.equal(['secrets.list', 'secrets.list']);
    });

    it('transfers an unchanged source once', async () => {
      const session = await bench.open();
      const first = await bench.values(session);
      expect(await bench.values(session)).to.deep.equal(first);
      bench.server.secret(bench.project, 'dev', '/', 'DB_URL', 'postgres://two');
      expect(await bench.values(session)).to.deep.equal({ DB_URL: 'postgres://two' });
      expect(bench.server.calls.list('secrets.list').map(({ status }) => status)).to.deep.equal([200, 304, 200]);
    });

    it('answers from memory what is fresh enough', async () => {
      const session = await bench.open();
      await bench.values(session);
      await bench.clock.advance(5_000);
      const { readAtMs } = await session.read(bench.scope(), { maxAgeMs: 5_000 }, noAbort());
      expect(readAtMs).to.equal(0);
      expect(bench.server.calls.count('secrets.list')).to.equal(1);
    });

    it('reads trees, imports and references by the documented precedence', async () => {
      const { server, project } = bench;
      server.secret(project, 'dev', '/app', 'HOST', 'near');
      server.secret(project, 'dev', '/app/db', 'HOST', 'deep');
      server.secret(project, 'dev', '/app/db', 'URL', 'tcp://${HOST}');
      server.secret(project, 'dev', '/one', 'REGION', 'one');
      server.secret(project, 'dev', '/two', 'REGION', 'two');
      server.secret(project, 'dev', '/two', 'HOST', 'imported');
      server.import(project, 'dev', '/app', { fromEnv: 'dev', fromPath: '/one' });
      server.import(project, 'dev', '/app', { fromEnv: 'dev', fromPath: '/two' });
      server.shuffle();
      const session = await bench.open();
      const scope = bench.scope({ path: '/app/', recursive: true });
      const { secrets, clashes } = await session.read(scope, { maxAgeMs: 0 }, noAbort());
      expect(secrets).to.deep.equal([
        { key: 'HOST', value: 'near', path: '/app' },
        { key: 'REGION', value: 'one', path: '/one' },
        { key: 'URL', value: 'tcp://deep', path: '/app/db' },
      ]);
      expect(clashes).to.deep.equal([
        { key: 'HOST', path: '/app' },
        { key: 'REGION', path: '/one' },
      ]);
    });

    it('reads one secret alone, and through an import as a list would', async () => {
      const { server, project } = bench;
      server.secret(project, 'dev', '/one', 'REGION', 'one');
      server.secret(project, 'dev', '/two', 'REGION', 'two');
      server.import(project, 'dev', '/', { fromEnv: 'dev', fromPath: '/one' });
      server.import(project, 'dev', '/', { fromEnv: 'dev', fromPath: '/two' });
      const session = await bench.open();
      expect(await bench.values(session, { secretName: 'DB_URL' })).to.deep.equal({ DB_URL: 'postgres://one' });
      expect(server.calls.count('secrets.list')).to.equal(0);
      expect(await bench.values(session, { secretName: 'REGION' })).to.deep.equal({ REGION: 'one' });
    });

    it('is not led astray by a name that looks like a step in a path', async () => {
      const error = await operatorErrorOf(bench.values(await bench.open(), { secretName: '..' }));
      expect(error).to.include({ reason: 'SourceNotFound', disposition: 'terminal' });
      expect(error.message).to.include('".."');
    });

    it('gives an empty snapshot of a folder that is there and empty', async () => {
      bench.server.folder(bench.project, 'dev', '/a/empty');
      const session = await bench.open();
      expect(await bench.values(session, { path: '/a/empty' })).to.deep.equal({});
      expect(await bench.values(session, { environment: 'prod' })).to.deep.equal({});
      bench.server.removeFolder(bench.project, 'dev', '/a/empty');
      const error = await operatorErrorOf(bench.values(session, { path: '/a/empty' }));
      expect(error.reason).to.equal('SourceNotFound');
    });

    const missing = [
      { name: 'an unknown environment', parts: { environment: 'Dev' }, reason: 'SourceNotFound', says: /"Dev"/ },
      { name: 'an unknown folder', parts: { path: '/nope' }, reason: 'SourceNotFound', says: /"\/nope"/ },
      { name: 'a folder in another case', parts: { path: '/APP' }, reason: 'SourceNotFound', says: /"\/APP"/ },
      { name: 'an unknown secret', parts: { secretName: 'NOPE' }, reason: 'SourceNotFound', says: /"NOPE"/ },
      {
        name: 'an unknown slug',
        parts: { project: { slug: 'nope-nope' } },
        reason: 'ProjectNotFound',
        says: /"nope-nope"/,
      },
      {
        name: 'an unknown id',
        parts: { project: { id: '00000000-0000-4000-8000-000000000000' } },
        reason: 'ProjectNotFound',
        says: /00000000/,
      },
      { name: 'no project', parts: { project: undefined }, reason: 'InvalidSpec', says: /no project/ },
    ] as const;
    for (const { name, parts, reason, says } of missing) {
      it(`says that there is ${name}`, async () => {
        bench.server.folder(bench.project, 'dev', '/app');
        const { project, ...rest } = { ...bench.scope(), ...parts };
        const scope = project === undefined ? rest : { ...rest, project };
        const error = await operatorErrorOf((await bench.open()).read(scope, { maxAgeMs: 0 }, noAbort()));
        expect(error).to.include({ reason, disposition: 'terminal' });
        expect(error.message).to.match(says);
      });
    }

    it('says that the identity is in the project but may not read', async () => {
      const { server, project } = bench;
      const identity = server.identity({ name: 'blind', universal: {}, projects: [project], permission: 'none' });
      const material = {
        ...bench.login(),
        identity: identity.id,
        body: () => Promise.resolve({ clientId: identity.clientId, clientSecret: identity.clientSecret }),
      };
      const session = await bench.infisical.open({ url: server.url }, material, noAbort());
      const error = await operatorErrorOf(bench.values(session, { project: { id: project.id } }));
      expect(error).to.include({ reason: 'AccessDenied', disposition: 'terminal' });
    });

    it('refuses a host that may not be called, before any call', async () => {
      const open = bench.infisical.open({ url: 'https://169.254.169.254' }, bench.login(), noAbort());
      expect((await operatorErrorOf(open)).reason).to.equal('HostInvalid');
    });
  });
}

describe('createInfisical and tags', () => {
  let bench: ClientBench;

  afterEach(() => bench.stop());

  it('selects by tag where the server can', async () => {
    bench = await ClientBench.start('26');
    bench.server.secret(bench.project, 'dev', '/', 'TAGGED', '1', { tags: ['red'] });
    expect(await bench.values(await bench.open(), { tagSlugs: ['red', 'blue'] })).to.deep.equal({ TAGGED: '1' });
  });

  it('refuses to give out everything where the server cannot', async () => {
    bench = await ClientBench.start('24');
    const error = await operatorErrorOf(bench.values(await bench.open(), { tagSlugs: ['red'] }));
    expect(error).to.include({ reason: 'InvalidSpec', disposition: 'terminal' });
  });
});
