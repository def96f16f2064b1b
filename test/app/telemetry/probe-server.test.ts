import { expect } from 'chai';
import { PrometheusMetrics, serveProbes, type Health, type ProbeServer } from '../../../src/app/telemetry/index.ts';

describe('the probe server', () => {
  let verdict: true | string = true;
  let server: ProbeServer;
  const health: Health = { live: () => true, ready: () => verdict };
  const metrics = new PrometheusMetrics();

  before(async () => {
    metrics.counter('passes_total', 'Passes.', ['kind']).inc({ kind: 'Widget' }, 2);
    server = await serveProbes({ host: '127.0.0.1', port: 0 }, health, metrics);
  });
  after(() => server.close());

  const ask = (path: string, method = 'GET'): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { method });

  it('is ready as long as nothing is missing, and says what is', async () => {
    expect((await ask('/readyz')).status).to.equal(200);
    verdict = 'not listed yet: widgets';
    const answer = await ask('/readyz');
    expect([answer.status, await answer.text()]).to.deep.equal([503, 'not listed yet: widgets\n']);
    expect((await ask('/healthz')).status).to.equal(200);
  });

  it('serves metrics in the text format, under the prefix of the operator', async () => {
    const answer = await ask('/metrics');
    expect(answer.headers.get('content-type')).to.match(/^text\/plain/);
    expect(await answer.text()).to.include('infisical_operator_passes_total{kind="Widget"} 2');
  });

  it('answers 404 elsewhere and 405 to what is no reading', async () => {
    expect((await ask('/')).status).to.equal(404);
    expect((await ask('/metrics', 'POST')).status).to.equal(405);
  });

  it('rejects when the port is taken', async () => {
    const taken: unknown = await serveProbes({ host: '127.0.0.1', port: server.port }, health, metrics).catch(
      (error: unknown) => error,
    );
    expect(taken).to.have.property('code', 'EADDRINUSE');
  });
});

describe('PrometheusMetrics', () => {
  it('gives the same metric for the same name', async () => {
    const metrics = new PrometheusMetrics();
    metrics.counter('x_total', 'X.').inc();
    metrics.counter('x_total', 'X.').inc();
    expect((await metrics.expose()).text).to.include('infisical_operator_x_total 2');
  });

  it('refuses to use one type of metric as another', () => {
    const metrics = new PrometheusMetrics();
    metrics.gauge('depth', 'Depth.').set(1);
    expect(() => {
      metrics.counter('depth', 'Depth.').inc();
    }).to.throw('no counter');
  });
});
