import { expect } from 'chai';
import { type EraId, fault, type Infisical, startInfisical } from '../../../src/testkit/infisical/index.ts';
import { ClientBench } from '../fixtures/client.ts';
import { noAbort, operatorErrorOf } from '../fixtures/rejection.ts';

describe('SourceReader', () => {
  let bench: ClientBench;
  let next: Infisical | undefined;

  afterEach(async () => {
    await bench.stop();
    await next?.stop();
    next = undefined;
  });

  const changes: readonly (readonly [name: string, from: EraId, to: EraId])[] = [
    ['replaced by an older one', '26', '24'],
    ['upgraded', '24', '26'],
  ];
  for (const [name, from, to] of changes) {
    it(`goes on when the server is ${name}`, async () => {
      bench = await ClientBench.start(from);
      const session = await bench.open();
      await bench.values(session);
      const port = Number(new URL(bench.server.url).port);
      await bench.server.stop();

      next = await startInfisical({ era: to, port, now: () => bench.clock.now() });
      const project = next.project({ ...bench.project, environments: ['dev'] });
      next.secret(project, 'dev', '/', 'DB_URL', 'postgres://two');
      next.identity({ name: 'operator', universal: bench.identity, projects: [project] });
      expect(await bench.values(session)).to.deep.equal({ DB_URL: 'postgres://two' });
    });
  }

  it('does not hand out placeholders for values that the server withholds', async () => {
    bench = await ClientBench.start('26');
    const hidden = { secretKey: 'DB_URL', secretValue: '<hidden>', secretValueHidden: true };
    const answer = JSON.stringify({ secrets: [hidden], imports: [] });
    bench.server.faults.next(1, 'secrets.list', fault.json(answer));
    const error = await operatorErrorOf(bench.values(await bench.open()));
    expect(error).to.include({ reason: 'AccessDenied', disposition: 'terminal' });
    expect(error.message).to.include('DB_URL');
  });

  it('finds a project again that was deleted and made anew', async () => {
    bench = await ClientBench.start('26');
    const session = await bench.open();
    await bench.values(session);
    bench.server.removeProject(bench.project);
    await operatorErrorOf(bench.values(session));
    const project = bench.server.project({ slug: bench.project.slug, environments: ['dev'] });
    bench.server.secret(project, 'dev', '/', 'DB_URL', 'postgres://two');
    const { clientId, clientSecret } = bench.server.identity({ name: 'new', universal: {}, projects: [project] });
    const body = { clientId, clientSecret };
    const material = { ...bench.login(), identity: 'new', body: () => Promise.resolve(body) };
    const again = await bench.infisical.open({ url: bench.server.url }, material, noAbort());
    expect(await bench.values(again)).to.deep.equal({ DB_URL: 'postgres://two' });
  });

  it('says that a server has no login of this kind', async () => {
    bench = await ClientBench.start('24');
    const body = { identityId: bench.identity.id, username: 'a', password: 'b' };
    const material = { ...bench.login(), method: 'ldap' as const, body: () => Promise.resolve(body) };
    const error = await operatorErrorOf(bench.infisical.open({ url: bench.server.url }, material, noAbort()));
    expect(error).to.include({ reason: 'InvalidSpec', disposition: 'terminal' });
  });
});
