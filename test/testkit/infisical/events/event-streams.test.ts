import { expect } from 'chai';
import type { InfisicalOptions } from '../../../../src/testkit/infisical/index.ts';
import { batch, write } from '../contract/secrets-api.ts';
import { type CallerName, Stage } from '../contract/stage.ts';

const decoder = new TextDecoder();

/** One open stream, read frame by frame. */
class Stream {
  private text = '';

  constructor(
    readonly response: Response,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
  ) {}

  /** The next frame; undefined at the end of the stream. Rejects if the connection breaks. */
  async frame(): Promise<string | undefined> {
    while (!this.text.includes('\n\n')) {
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      this.text += decoder.decode(value, { stream: true });
    }
    const at = this.text.indexOf('\n\n');
    const frame = this.text.slice(0, at);
    this.text = this.text.slice(at + 2);
    return frame;
  }
}

/** The payload of a frame. */
function payload(frame: string | undefined): unknown {
  return JSON.parse(
    frame
      ?.split('\n')
      .find((line) => line.startsWith('data: '))
      ?.slice(6) ?? 'null',
  );
}

describe('Infisical emulator: change events', () => {
  let stage: Stage;

  const open = async (options: Partial<InfisicalOptions> = {}): Promise<void> => {
    stage = await Stage.open({ era: '26', api: 'v4' }, options);
  };

  const request = (register: readonly object[], as: CallerName = 'member') => ({
    method: 'POST',
    path: '/api/v1/events/subscribe/project-events',
    body: { projectId: stage.shop.id, register },
    as,
  });

  const subscribe = async (...register: object[]): Promise<Stream> => {
    const { path, body } = request(register);
    const response = await fetch(stage.infisical.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${await stage.token('member')}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.body === null) throw new Error('The answer has no body');
    return new Stream(response, response.body.getReader());
  };

  afterEach(() => stage.infisical.stop());

  it('announces changes by keys, never by values', async () => {
    await open();
    const stream = await subscribe({ event: 'secret:update' });
    expect(stream.response.headers.get('content-type')).to.equal('text/event-stream');
    stage.infisical.secret(stage.shop, 'dev', '/app', 'KEY', 'canary');
    const frame = await stream.frame();
    expect(frame).to.match(/^id: \d+\nevent: secret:update\ndata: /u);
    expect(frame).not.to.include('canary');
    expect(payload(frame)).to.deep.equal({
      type: 'secret-manager',
      data: {
        eventType: 'secret:update',
        payload: [{ environment: 'dev', secretPath: '/app', secretKeys: 'KEY' }],
      },
    });
  });

  it('announces a batch as one event, and an import with one object', async () => {
    await open();
    const stream = await subscribe({ event: 'secret:create' }, { event: 'secret:import-mutation' });
    await stage.send(
      batch(stage, 'POST', [
        { secretKey: 'A', secretValue: '1' },
        { secretKey: 'B', secretValue: '2' },
      ]),
    );
    stage.infisical.import(stage.shop, 'dev', '/empty', { fromEnv: 'dev', fromPath: '/app' });
    expect(payload(await stream.frame()))
      .to.have.nested.property('data.payload')
      .that.has.length(2);
    expect(payload(await stream.frame())).to.have.nested.property('data.payload.secretPath', '/empty');
  });

  it('takes the path as the beginning of a text', async () => {
    await open();
    const conditions = { environmentSlug: 'dev', secretPath: '/app' };
    const stream = await subscribe({ event: 'secret:create', conditions });
    stage.infisical.secret(stage.shop, 'prod', '/app', 'ELSEWHERE', '1');
    stage.infisical.secret(stage.shop, 'dev', '/empty', 'OUTSIDE', '1');
    stage.infisical.secret(stage.shop, 'dev', '/apple', 'BESIDE', '1');
    stage.infisical.secret(stage.shop, 'dev', '/app/db', 'BELOW', '1');
    expect(await stream.frame()).to.include('BESIDE');
    expect(await stream.frame()).to.include('BELOW');
  });

  it('takes the path as a pattern on request', async () => {
    await open({ eventPaths: 'glob' });
    const dev = (secretPath: string) => ({
      event: 'secret:create',
      conditions: { environmentSlug: 'dev', secretPath },
    });
    const stream = await subscribe(dev('/app'), dev('/empty/**'));
    stage.infisical.secret(stage.shop, 'dev', '/apple', 'BESIDE', '1');
    stage.infisical.secret(stage.shop, 'dev', '/app/db', 'BELOW', '1');
    stage.infisical.secret(stage.shop, 'dev', '/app', 'INSIDE', '1');
    stage.infisical.secret(stage.shop, 'dev', '/empty/db', 'DEEP', '1');
    expect(await stream.frame()).to.include('INSIDE');
    expect(await stream.frame()).to.include('DEEP');
  });

  it('lets an identity subscribe only where it may', async () => {
    await open();
    const { infisical, identities, shop } = stage;
    infisical.removeFromProject(identities.member, shop);
    infisical.addToProject(identities.member, {
      project: shop,
      hears: [{ environment: 'dev', secretPath: '/app/**' }],
    });
    const at = (secretPath: string) => [{ event: 'secret:create', conditions: { environmentSlug: 'dev', secretPath } }];
    expect((await stage.send(request([{ event: 'secret:create' }]))).status).to.equal(403);
    expect((await stage.send(request(at('/')))).status).to.equal(403);
    expect((await subscribe(...at('/app/db'))).response.status).to.equal(200);
  });

  it('pings', async () => {
    await open({ pingMs: 1 });
    expect(await (await subscribe({ event: 'secret:update' })).frame()).to.equal('event: ping');
  });

  it('pings as older releases do, stuck to the next line', async () => {
    await open({ pingMs: 1, ping: 'digit' });
    const stream = await subscribe({ event: 'secret:create' });
    const status = stage.infisical.calls.reached('status', 20);
    for (let i = 0; i < 20; i++) await stage.send({ path: '/api/status' });
    await status;
    stage.infisical.secret(stage.shop, 'dev', '/app', 'LATE', '1');
    expect(await stream.frame()).to.match(/^1*id: /u);
  });

  it('ends, breaks, stalls and talks nonsense on request', async () => {
    await open();
    const { events } = stage.infisical;
    const first = await subscribe({ event: 'secret:create' });
    await events.opened(1);
    events.send('event: secret:renamed\ndata: {}\n\n');
    expect(await first.frame()).to.include('secret:renamed');
    events.stall();
    stage.infisical.secret(stage.shop, 'dev', '/app', 'LOST', '1');
    events.resume();
    stage.infisical.secret(stage.shop, 'dev', '/app', 'TOLD', '1');
    expect(await first.frame()).to.include('TOLD');
    events.end();
    expect(await first.frame()).to.equal(undefined);

    const second = await subscribe({ event: 'secret:create' });
    events.break();
    expect(await second.frame().catch(() => 'broken')).to.equal('broken');
  });

  it('ends the stream of one who has lost the right', async () => {
    await open({ pingMs: 1 });
    const stream = await subscribe({ event: 'secret:create' });
    stage.infisical.removeFromProject(stage.identities.member, stage.shop);
    stage.clock.ms += 60_000;
    let frame = await stream.frame();
    while (frame === 'event: ping') frame = await stream.frame();
    expect(frame).to.match(/^event: error\n/u);
    expect(await stream.frame()).to.equal(undefined);
  });

  it('says nothing of a write that waits for approval', async () => {
    await open();
    stage.infisical.approvalPolicy(stage.shop, 'dev', '/empty');
    const stream = await subscribe({ event: 'secret:create' });
    await stage.send(write(stage, 'POST', 'HELD', { secretValue: '1' }));
    stage.infisical.secret(stage.shop, 'dev', '/app', 'DONE', '1');
    expect(await stream.frame()).to.include('DONE');
  });

  const anything = [{ event: 'secret:create' }];
  const refusals: readonly {
    name: string;
    options?: Partial<InfisicalOptions>;
    register?: object[];
    as?: CallerName;
    status: number;
  }[] = [
    { name: 'no right', as: 'powerless', status: 403 },
    { name: 'a service token', as: 'writeDev', status: 403 },
    { name: 'a plan without events', options: { events: 'unlicensed' }, status: 400 },
    { name: 'a server without the route', options: { events: 'absent' }, status: 404 },
    { name: 'no entry', register: [], status: 422 },
    { name: 'an unknown event', register: [{ event: 'secret:renamed' }], status: 422 },
    { name: 'eleven entries', register: Array.from({ length: 11 }, () => ({ event: 'secret:create' })), status: 422 },
    { name: 'too many streams', options: { maxStreamsPerIdentity: 0 }, status: 429 },
  ];
  for (const { name, options, register = anything, as, status } of refusals) {
    it(`refuses ${name} with ${status}`, async () => {
      await open(options);
      expect((await stage.send(request(register, as))).status).to.equal(status);
    });
  }
});
