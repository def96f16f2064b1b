import { expect } from 'chai';
import { z } from 'zod';
import { ServerSideStatusWriter } from '../../../src/kube/index.ts';
import { harness, type Harness } from '../harness.ts';
import { onServers } from '../on-servers.ts';
import { expectOk } from '../test-server.ts';
import { aWidget, widgetPath, WIDGETS } from '../widgets.ts';

const stored = z.object({
  metadata: z.object({ uid: z.string(), resourceVersion: z.string() }),
  status: z.unknown().optional(),
});

onServers('ServerSideStatusWriter', (server) => {
  let h: Harness;
  let writer: ServerSideStatusWriter;
  let namespace: string;
  let uid: string;

  beforeEach(async () => {
    h = harness(server());
    writer = new ServerSideStatusWriter(h.client);
    namespace = await server().namespace();
    const body = await expectOk(
      server().raw({ method: 'POST', path: widgetPath(namespace), body: aWidget(namespace, 'a') }),
    );
    uid = stored.parse(body).metadata.uid;
  });
  afterEach(() => h.close());

  const read = async (): Promise<z.infer<typeof stored>> =>
    stored.parse(await expectOk(server().raw({ method: 'GET', path: widgetPath(namespace, 'a') })));
  const apply = (status: object, name = 'a'): Promise<string | undefined> =>
    writer.apply({ type: WIDGETS, namespace, name, uid }, status, h.signal);

  it('replaces the whole status, and returns the new version', async () => {
    await apply({ phase: 'one', conditions: [{ type: 'Ready', status: 'False' }] });
    const version = await apply({ conditions: [{ type: 'Ready', status: 'True' }] });

    const widget = await read();
    expect(widget.status).to.deep.equal({ conditions: [{ type: 'Ready', status: 'True' }] });
    expect(widget.metadata.resourceVersion).to.equal(version);
  });

  it('changes nothing when the status is the same', async () => {
    const first = await apply({ phase: 'one' });
    expect(await apply({ phase: 'one' })).to.equal(first);
  });

  it('finds it fine that the resource is gone', async () => {
    expect(await apply({ phase: 'one' }, 'nothing')).to.equal(undefined);
  });
});
