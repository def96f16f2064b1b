import { expect } from 'chai';
import { startKube, type Fault, type Kube } from '../../../../src/testkit/kube/index.ts';
import { WireClient, type WireAnswer } from '../conformance/wire-client.ts';

const PATH = '/api/v1/namespaces/default/secrets';
const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'c2VjcmV0LXZhbHVl' } };

describe('faults on demand', () => {
  let kube: Kube;
  let client: WireClient;

  beforeEach(async () => {
    kube = await startKube();
    client = new WireClient({ server: kube.url, token: 'any', caPem: undefined }, 'default');
  });

  afterEach(async () => {
    await client.close();
    await kube.stop();
  });

  const create = (): Promise<WireAnswer> => client.send({ method: 'POST', path: PATH, body: SECRET });
  const failed = (request: Promise<unknown>): Promise<boolean> =>
    request.then(
      () => false,
      () => true,
    );

  const statuses: readonly (readonly [number, string])[] = [
    [409, 'Conflict'],
    [410, 'Expired'],
    [429, 'TooManyRequests'],
    [500, 'InternalError'],
    [503, 'ServiceUnavailable'],
  ];
  for (const [code, reason] of statuses) {
    it(`answers ${code} ${reason} and does not run the request`, async () => {
      kube.faults.next(1, { verb: 'create' }, { kind: 'status', code, retryAfterSeconds: 2 });
      const answer = await create();
      expect(answer).to.deep.include({ code });
      expect(answer.body).to.deep.include({ reason, details: { retryAfterSeconds: 2 } });
      expect(kube.get('secrets', 'default', 's')).to.equal(undefined);
      expect((await create()).code).to.equal(201);
    });
  }

  const broken: readonly (readonly [string, Fault, boolean])[] = [
    ['resets before the request is run', { kind: 'reset' }, false],
    ['loses the answer of a request that was run', { kind: 'lost' }, true],
  ];
  for (const [name, fault, wasRun] of broken) {
    it(name, async () => {
      kube.faults.next(1, { verb: 'create' }, fault);
      expect(await failed(create())).to.equal(true);
      expect(kube.get('secrets', 'default', 's') !== undefined).to.equal(wasRun);
      expect(kube.calls.list({ verb: 'create' }).map((call) => call.status)).to.deep.equal([0]);
    });
  }

  it('answers something that is no JSON', async () => {
    kube.faults.next(1, {}, { kind: 'malformed' });
    expect(await client.send({ path: PATH })).to.deep.equal({ code: 200, body: '{"kind":"Sec' });
  });

  it('delays, and leaves other requests alone', async () => {
    kube.faults.next(1, { verb: 'create', resource: 'secrets' }, { kind: 'delay', ms: 20 });
    const order: string[] = [];
    const slow = create().then(() => order.push('create'));
    await client.send({ path: PATH }).then(() => order.push('list'));
    await slow;
    expect(order).to.deep.equal(['list', 'create']);
  });

  it('leaves a request hanging until the server goes down', async () => {
    kube.faults.next(1, { verb: 'list' }, { kind: 'hang' });
    const hanging = failed(client.send({ path: PATH }));
    while (kube.calls.count({ verb: 'list' }) === 0) await new Promise(setImmediate);
    await kube.down();
    expect(await hanging).to.equal(true);
    await kube.up();
    expect((await client.send({ path: PATH })).code).to.equal(200);
  });

  it('fails as long as it is told to', async () => {
    const stop = kube.faults.always((call) => call.resource === 'secrets', { kind: 'status', code: 503 });
    const during = [(await create()).code, (await client.send({ path: PATH })).code];
    stop();
    expect([...during, (await create()).code]).to.deep.equal([503, 503, 201]);
  });

  it('holds a request until it is released', async () => {
    const hold = kube.faults.hold({ verb: 'create' });
    const creating = create();
    expect(await hold.arrived).to.deep.include({ verb: 'create', resource: 'secrets' });
    expect(kube.get('secrets', 'default', 's')).to.equal(undefined);
    hold.release();
    expect((await creating).code).to.equal(201);
  });

  it('keeps its objects and its address over a time off the network', async () => {
    await create();
    const { url } = kube;
    await kube.down();
    expect(await failed(client.send({ path: PATH }))).to.equal(true);
    await kube.up();
    expect(kube.url).to.equal(url);
    expect((await client.send({ path: `${PATH}/s` })).code).to.equal(200);
  });

  it('records calls without their contents', async () => {
    await create();
    const body = { ...SECRET, data: { a: 'eA==' } };
    const query = { fieldManager: 'me', force: 'true', dryRun: 'All' };
    const path = `${PATH}/s`;
    await client.send({ method: 'PATCH', path, body, query, contentType: 'application/apply-patch+yaml' });
    await client.send({ path: '/version' });
    expect(kube.calls.list()).to.deep.equal([
      { ...call('create', ''), status: 201 },
      { ...call('apply', 's'), fieldManager: 'me', dryRun: true, status: 200 },
      { ...call('other', ''), resource: '/version', namespace: '', status: 200 },
    ]);
    expect(JSON.stringify(kube.calls.list())).not.to.contain('c2VjcmV0');
    kube.calls.reset();
    expect(kube.calls.count()).to.equal(0);
  });

  it('does not meet or record the direct access of the test', () => {
    kube.faults.always({}, { kind: 'status', code: 500 });
    kube.create({ ...SECRET, metadata: { name: 'direct', namespace: 'default' } });
    expect(kube.list('secrets', 'default').map((secret) => secret.metadata.name)).to.deep.equal(['direct']);
    kube.delete('secrets', 'default', 'direct');
    expect(kube.calls.count()).to.equal(0);
  });
});

const call = (verb: string, name: string): Record<string, unknown> => ({
  verb,
  group: '',
  resource: 'secrets',
  subresource: '',
  namespace: 'default',
  name,
  fieldManager: '',
  userAgent: 'conformance/1.0',
  dryRun: false,
});
