import { expect } from 'chai';
import { startKube, type Json, type Kube } from '../../../../src/testkit/kube/index.ts';
import { WireClient } from '../conformance/wire-client.ts';

const PATH = '/api/v1/namespaces/default/configmaps';

describe('watches on the wire', () => {
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

  const add = (name: string): unknown =>
    kube.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } });

  /** Starts a watch and settles when the server has it open; `events` settles when it has ended or has `count` events. */
  async function open(count: number, query: Record<string, string> = {}): Promise<{ events: Promise<Json[]> }> {
    const events = client.watch(PATH, query, count);
    // The test awaits it later, and may expect it to fail.
    events.catch(() => undefined);
    while (kube.watches.list({ resource: 'configmaps' }).length === 0) await new Promise(setImmediate);
    return { events };
  }

  const types = (events: readonly Json[]): Json[] =>
    events.map((event) =>
      typeof event === 'object' && event !== null && 'type' in event ? (event['type'] ?? null) : event,
    );

  it('end cleanly when told to', async () => {
    const { events } = await open(9);
    add('a');
    expect(kube.watches.end({ verb: 'watch' })).to.equal(1);
    expect(types(await events)).to.deep.equal(['ADDED']);
    expect(kube.watches.list()).to.deep.equal([]);
  });

  it('break when cut', async () => {
    const { events } = await open(9);
    kube.watches.cut();
    const outcome = await events.then(
      () => 'ended',
      () => 'broken',
    );
    expect(outcome).to.equal('broken');
  });

  it('say 410 and end when expired', async () => {
    const { events } = await open(9);
    kube.watches.expire();
    expect(await events).to.have.nested.property('[0].object.code', 410);
  });

  it('carry garbage on demand', async () => {
    const { events } = await open(2);
    kube.watches.garble();
    add('a');
    const [garbage, event] = await events;
    expect(garbage).to.be.a('string');
    expect(event).to.have.property('type', 'ADDED');
  });

  it('say nothing more when silenced', async () => {
    const { events } = await open(1, { allowWatchBookmarks: 'true' });
    kube.watches.silence();
    add('a');
    expect(kube.watches.bookmark()).to.equal(1);
    kube.watches.cut();
    const seen = await events.catch(() => []);
    expect(seen).to.deep.equal([]);
  });

  it('get bookmarks on demand, if they allow them', async () => {
    const { events } = await open(1, { allowWatchBookmarks: 'true' });
    kube.watches.bookmark();
    expect(await events).to.have.nested.property('[0].type', 'BOOKMARK');
  });

  it('cannot resume from before a compaction, nor can pages', async () => {
    for (const name of ['a', 'b', 'c']) add(name);
    const page = await client.send({ path: PATH, query: { limit: '1' } });
    const metadata = page.body as { metadata: { continue: string; resourceVersion: string } };
    const { continue: token, resourceVersion } = metadata.metadata;
    kube.compact();
    const [event] = await client.watch(PATH, { resourceVersion }, 1);
    expect(event).to.have.nested.property('object.reason', 'Expired');
    expect((await client.send({ path: PATH, query: { continue: token } })).code).to.equal(410);
    expect((await client.send({ path: PATH })).code).to.equal(200);
  });
});
