import { expect } from 'chai';
import { fault } from '../../../../src/testkit/infisical/index.ts';
import { get, list, write } from '../contract/secrets-api.ts';
import { Stage } from '../contract/stage.ts';

describe('Infisical emulator: call log', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.open({ era: '26', api: 'v4' });
  });

  afterEach(() => stage.infisical.stop());

  it('names calls by what they ask for, whichever path they took', async () => {
    await stage.send(list(stage));
    await stage.send({
      path: '/api/v3/secrets/raw',
      query: { workspaceId: stage.shop.id, environment: 'dev' },
      as: 'member',
    });
    await stage.send(get(stage, 'APP'));
    const { calls } = stage.infisical;
    expect(calls.count('auth.login')).to.equal(1);
    expect(calls.count('secrets.list')).to.equal(2);
    expect(calls.count('secrets.*')).to.equal(3);
    expect(calls.count()).to.equal(4);
    expect(calls.count((call) => call.route.startsWith('/api/v3'))).to.equal(1);
  });

  it('keeps method, route, query, time and status', async () => {
    await stage.send({
      ...list(stage, { secretPath: '/app', recursive: 'true' }),
      headers: { 'user-agent': 'k8-operator' },
    });
    const [call] = stage.infisical.calls.list('secrets.list');
    expect(call).to.deep.equal({
      name: 'secrets.list',
      method: 'GET',
      route: '/api/v4/secrets',
      query: { projectId: stage.shop.id, environment: 'dev', secretPath: '/app', recursive: 'true' },
      userAgent: 'k8-operator',
      at: new Date(stage.clock.ms),
      status: 200,
    });
  });

  it('keeps the status of a fault, and none where no answer got out', async () => {
    stage.infisical.faults.next(1, 'status', fault.status(503));
    stage.infisical.faults.next(1, 'status', fault.reset('answer'));
    await stage.send({ path: '/api/status' });
    await stage.send({ path: '/api/status' }).catch(() => undefined);
    expect(stage.infisical.calls.list('status').map(({ status }) => status)).to.deep.equal([503, undefined]);
  });

  it('forgets on request', async () => {
    await stage.send({ path: '/api/status' });
    stage.infisical.calls.reset();
    expect(stage.infisical.calls.list()).to.deep.equal([]);
  });

  it('tells when a number of calls is reached', async () => {
    const reached = stage.infisical.calls.reached('status', 2);
    await stage.send({ path: '/api/status' });
    await stage.send({ path: '/api/status' });
    await reached;
    await stage.infisical.calls.reached('status', 1);
  });

  it('holds no value, no credential and no name of a secret', async () => {
    const canary = 'canary-7f3a';
    const { identities } = stage;
    await stage.send(write(stage, 'POST', canary, { secretValue: canary, secretComment: canary }));
    await stage.send(
      get(stage, canary, { secretPath: '/empty', metadataFilter: `key=a,value=${canary}`, password: canary }),
    );
    await stage.send({
      path: `/api/v1/auth/universal-auth/login?clientSecret=${canary}`,
      method: 'POST',
      body: { clientId: canary },
    });
    const log = JSON.stringify(stage.infisical.calls.list());
    expect(log).not.to.include(canary);
    expect(log).not.to.include(identities.member.clientSecret);
    expect(log).not.to.include(await stage.token('member'));
  });
});
