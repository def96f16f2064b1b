import { expect } from 'chai';
import { list } from '../contract/secrets-api.ts';
import { Stage } from '../contract/stage.ts';

describe('Infisical emulator: the form of answers', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await Stage.open({ era: '26', api: 'v4' });
  });

  afterEach(() => stage.infisical.stop());

  const etag = async (): Promise<string> => (await stage.send(list(stage))).headers.get('etag') ?? '';

  it('has a strong ETag that changes with the content', async () => {
    const first = await etag();
    expect(first).to.match(/^"[^"]+"$/u);
    expect(await etag()).to.equal(first);
    stage.infisical.secret(stage.shop, 'dev', '/', 'APP', 'changed');
    expect(await etag()).not.to.equal(first);
  });

  for (const { name, form, status } of [
    { name: 'the ETag', form: (tag: string) => tag, status: 304 },
    { name: 'its weak form', form: (tag: string) => `W/${tag}`, status: 200 },
    { name: 'a list that holds it', form: (tag: string) => `"other", ${tag}`, status: 200 },
    { name: 'a star', form: () => '*', status: 200 },
    { name: 'another ETag', form: () => '"nope"', status: 200 },
  ]) {
    it(`answers ${status} to If-None-Match with ${name}`, async () => {
      const answer = await stage.send({ ...list(stage), headers: { 'if-none-match': form(await etag()) } });
      expect(answer.status).to.equal(status);
      expect(answer.text === '').to.equal(status === 304);
    });
  }

  it('checks the right to read before it answers 304', async () => {
    const tag = await etag();
    const answer = await stage.send({ ...list(stage, {}, 'powerless'), headers: { 'if-none-match': tag } });
    expect(answer.status).to.equal(403);
  });

  it('answers HEAD with the headers of GET', async () => {
    const full = await stage.send(list(stage));
    const head = await stage.send({ ...list(stage), method: 'HEAD' });
    expect(head).to.include({ status: 200, text: '' });
    expect(head.headers.get('etag')).to.equal(full.headers.get('etag'));
    expect(head.headers.get('content-length')).to.equal(full.headers.get('content-length'));
  });

  it('allows its own origin only, whichever asks', async () => {
    const { headers } = await stage.send({ ...list(stage), headers: { origin: 'http://other.test' } });
    expect(headers.get('access-control-allow-origin')).to.equal(stage.infisical.url);
    expect(headers.get('vary')).to.equal('Origin');
  });

  it('answers a preflight without a token', async () => {
    const { status, headers } = await stage.send({ method: 'OPTIONS', path: '/api/v3/secrets/raw' });
    expect(status).to.equal(204);
    expect(headers.get('access-control-allow-methods')).to.include('PATCH');
  });

  it('keeps the order of creation until it is told to shuffle', async () => {
    const keys = async (): Promise<string> =>
      [...(await stage.send(list(stage))).text.matchAll(/"secretKey":"(\w+)"/gu)].join();
    const first = await keys();
    expect(await keys()).to.equal(first);
    stage.infisical.shuffle(7);
    const orders = new Set([await keys(), await keys(), await keys()]);
    expect(orders.size).to.be.greaterThan(1);
  });

  it('answers unknown routes with a web page where the site is served, too', async () => {
    const site = await Stage.open({ era: '26', api: 'v4' }, { servesWebPage: true });
    try {
      const { status, headers, body } = await site.send({ path: '/api/v9/nope' });
      expect({ status, body }).to.deep.equal({ status: 200, body: undefined });
      expect(headers.get('content-type')).to.include('text/html');
    } finally {
      await site.infisical.stop();
    }
  });
});
