import { expect } from 'chai';
import { fault, type Fault, type Infisical, startInfisical } from '../../../../src/testkit/infisical/index.ts';

/** What a client of the status route sees: an answer, or the code of a network error. */
interface Seen {
  readonly status?: number;
  readonly text?: string;
  readonly contentType?: string | null;
  readonly retryAfter?: string | null;
  readonly broken?: boolean;
}

describe('Infisical emulator: faults', () => {
  let infisical: Infisical;

  beforeEach(async () => {
    infisical = await startInfisical({ era: '26' });
  });

  afterEach(() => infisical.stop());

  const see = async (path = '/api/status', signal?: AbortSignal): Promise<Seen> => {
    try {
      const response = await fetch(infisical.url + path, signal === undefined ? {} : { signal });
      const text = await response.text();
      const { status, headers } = response;
      return { status, text, contentType: headers.get('content-type'), retryAfter: headers.get('retry-after') };
    } catch {
      return { broken: true };
    }
  };

  const full = /^\{"date".*\}$/u;
  const kinds: readonly { name: string; fault: Fault; seen: Seen; text?: RegExp }[] = [
    {
      name: '429 with a wait',
      fault: fault.status(429, { retryAfterSeconds: 7 }),
      seen: { status: 429, retryAfter: '7' },
      text: /"reqId"/u,
    },
    { name: '500', fault: fault.status(500), seen: { status: 500 }, text: /"statusCode":500/u },
    {
      name: '503 without a body',
      fault: fault.status(503, { body: '' }),
      seen: { status: 503, text: '', contentType: null },
    },
    {
      name: '502 of a proxy',
      fault: fault.status(502, { body: 'Bad Gateway' }),
      seen: { status: 502, text: 'Bad Gateway' },
    },
    {
      name: 'web page',
      fault: fault.html(),
      seen: { status: 200, contentType: 'text/html; charset=utf-8' },
      text: /<html>/u,
    },
    { name: 'any JSON', fault: fault.json('{"secrets":7}'), seen: { status: 200, text: '{"secrets":7}' } },
    { name: 'malformed JSON', fault: fault.malformed(), seen: { status: 200 }, text: /^\{"date"[^}]*$/u },
    {
      name: 'another media type',
      fault: fault.contentType('text/plain'),
      seen: { status: 200, contentType: 'text/plain' },
      text: full,
    },
    { name: 'slow drip', fault: fault.drip(20, 1), seen: { status: 200 }, text: full },
    { name: 'delay', fault: fault.delay(1), seen: { status: 200 }, text: full },
    { name: 'reset at the request', fault: fault.reset('request'), seen: { broken: true } },
    { name: 'reset instead of the answer', fault: fault.reset('answer'), seen: { broken: true } },
    { name: 'reset within the body', fault: fault.reset('body'), seen: { broken: true } },
    { name: 'truncated body', fault: fault.truncated(), seen: { broken: true } },
  ];

  for (const { name, fault: planned, seen, text } of kinds) {
    it(`${name}, once, then all is well`, async () => {
      infisical.faults.next(1, 'status', planned);
      const first = await see();
      expect(first).to.include(seen);
      if (text !== undefined) expect(first.text).to.match(text);
      expect(await see()).to.include({ status: 200 });
    });
  }

  it('hangs until the client gives up', async () => {
    infisical.faults.next(1, '*', fault.hang());
    const patience = new AbortController();
    const seen = see('/api/status', patience.signal);
    await infisical.calls.reached('status', 1);
    patience.abort();
    expect(await seen).to.deep.equal({ broken: true });
    expect(infisical.calls.list()[0]?.status).to.equal(undefined);
  });

  it('lets go of hanging clients when it stops', async () => {
    infisical.faults.next(1, '*', fault.hang());
    const seen = see();
    await infisical.calls.reached('status', 1);
    await infisical.stop();
    expect(await seen).to.deep.equal({ broken: true });
  });

  it('strikes as often as planned, in the order of the plans, standing ones last', async () => {
    const dispose = infisical.faults.always('*', fault.status(500));
    infisical.faults.next(2, '*', fault.status(503));
    infisical.faults.next(1, '*', fault.status(429));
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await see()).status);
    expect(statuses).to.deep.equal([503, 503, 429, 500, 500]);
    dispose();
    expect(await see()).to.include({ status: 200 });
  });

  it('strikes only what it is meant for', async () => {
    infisical.faults.always('secrets.*', fault.status(500));
    infisical.faults.always((call) => call.query['environment'] === 'dev', fault.status(503));
    expect(await see()).to.include({ status: 200 });
    expect(await see('/api/v4/secrets')).to.include({ status: 500 });
    expect(await see('/api/v1/folders?environment=dev')).to.include({ status: 503 });
    infisical.faults.clear();
    expect(await see('/api/v4/secrets')).to.include({ status: 401 });
  });

  for (const { at, happened } of [
    { at: 'request', happened: false },
    { at: 'answer', happened: true },
  ] as const) {
    it(`a write that is reset at its ${at} ${happened ? 'has' : 'has not'} happened`, async () => {
      const shop = infisical.project({ slug: 'shop-site', environments: ['dev'] });
      const scopes = [{ environment: 'dev', secretPath: '/**' }];
      const token = infisical.serviceToken(shop, { scopes, permissions: ['write'] });
      infisical.faults.next(1, 'secrets.create', fault.reset(at));
      const sent = fetch(`${infisical.url}/api/v4/secrets/KEY`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ projectId: shop.id, environment: 'dev', secretValue: 'v' }),
      });
      expect(await sent.catch(() => 'broken')).to.equal('broken');
      expect(infisical.secrets(shop, 'dev', '/')).to.deep.equal(happened ? { KEY: 'v' } : {});
    });
  }

  it('holds requests back until they are released', async () => {
    const hold = infisical.faults.hold('status');
    let answered = false;
    const seen = see().then((answer) => {
      answered = true;
      return answer;
    });
    await hold.arrived;
    expect(await see('/api/v1/nope')).to.include({ status: 404 });
    expect(answered).to.equal(false);
    hold.release();
    expect(await seen).to.include({ status: 200 });
    expect(await see()).to.include({ status: 200 });
  });

  it('drops a held request whose client has gone', async () => {
    const hold = infisical.faults.hold('status');
    const patience = new AbortController();
    const seen = see('/api/status', patience.signal);
    await hold.arrived;
    patience.abort();
    expect(await seen).to.deep.equal({ broken: true });
    hold.release();
    expect(await see()).to.include({ status: 200 });
  });

  it('goes down and comes up on the same port, with all it knew', async () => {
    const { url } = infisical;
    infisical.project({ slug: 'shop-site', environments: ['dev'] });
    await infisical.down();
    expect(await see()).to.deep.equal({ broken: true });
    await infisical.up();
    expect(infisical.url).to.equal(url);
    expect(await see()).to.include({ status: 200 });
    expect(infisical.secrets('shop-site', 'dev', '/')).to.deep.equal({});
  });

  it('can be stopped twice', async () => {
    await infisical.stop();
    await infisical.stop();
    expect(await see()).to.deep.equal({ broken: true });
  });
});
