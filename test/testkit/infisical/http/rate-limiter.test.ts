import { expect } from 'chai';
import { list, project } from '../contract/secrets-api.ts';
import { Stage, type Surface } from '../contract/stage.ts';

const ERAS: readonly Surface[] = [
  { era: '24', api: 'v3' },
  { era: '26', api: 'v3' },
];

for (const surface of ERAS) {
  describe(`Infisical emulator of ${surface.era}: rate limits`, () => {
    let stage: Stage;

    beforeEach(async () => {
      stage = await Stage.open(surface, { rateLimits: { secrets: 2 } });
    });

    afterEach(() => stage.infisical.stop());

    const useUp = async (): Promise<void> => {
      for (let i = 0; i < 2; i++) await stage.send(list(stage));
    };

    it('counts down on every answer', async () => {
      const { headers } = await stage.send(list(stage));
      expect(headers.get('x-ratelimit-limit')).to.equal('2');
      expect(headers.get('x-ratelimit-remaining')).to.equal('1');
      expect(headers.get('x-ratelimit-reset')).to.equal('60');
    });

    it('refuses with the seconds to wait', async () => {
      await useUp();
      stage.clock.ms += 2000;
      const { status, headers, body } = await stage.send(list(stage));
      expect(status).to.equal(429);
      expect(headers.get('retry-after')).to.equal('58');
      expect(body).to.include({ error: surface.era === '24' ? 'Too Many Requests' : 'RateLimitExceeded' });
    });

    it('opens again after a minute', async () => {
      await useUp();
      stage.clock.ms += 60_000;
      expect((await stage.send(list(stage))).status).to.equal(200);
    });

    it('counts each route for itself', async () => {
      await useUp();
      const folders = await stage.send({
        path: '/api/v1/folders',
        query: { ...project(stage), environment: 'dev' },
        as: 'member',
      });
      expect(folders.headers.get('x-ratelimit-remaining')).to.equal('1');
      expect(await stage.login(stage.identities.viewer)).to.be.a('string');
    });

    it('counts each client for itself, by what a proxy says', async () => {
      await useUp();
      const { status } = await stage.send({ ...list(stage), headers: { 'x-forwarded-for': '203.0.113.9, 10.0.0.1' } });
      expect(status).to.equal(200);
    });

    it('refuses a request without a token before it counts it', async () => {
      await useUp();
      const { path, query } = list(stage);
      const { status, headers } = await stage.send({ path, ...(query && { query }) });
      expect(status).to.equal(surface.era === '24' ? 403 : 401);
      expect(headers.has('x-ratelimit-limit')).to.equal(false);
    });
  });
}
