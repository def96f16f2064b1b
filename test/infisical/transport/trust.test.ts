import { expect } from 'chai';
import { OperatorError } from '#kernel';
import { FakeClock, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';
import { type Infisical, startInfisical } from '../../../src/testkit/infisical/index.ts';
import { hostOf } from '../../../src/infisical/host/index.ts';
import { type ApiCall, HttpTransport } from '../../../src/infisical/transport/index.ts';
import { trustBesidesSystem } from '../../../src/infisical/transport/trust.ts';
import { noAbort, operatorErrorOf } from '../fixtures/rejection.ts';
import { selfSigned } from '../fixtures/self-signed.ts';

describe('trustBesidesSystem', () => {
  const certificate = selfSigned('127.0.0.1');
  const call: ApiCall<string> = {
    operation: 'findEra',
    kind: 'other',
    what: 'ask for the status',
    send: (client, init) => client.GET('/api/status', { ...init }),
    parse: () => 'fine',
  };
  let server: Infisical;
  let transport: HttpTransport;

  async function start(tls: { key: string; cert: string }): Promise<void> {
    server = await startInfisical({ era: '26', tls });
  }

  beforeEach(() => {
    const options = { userAgent: 'test', allowLoopback: true, callTimeoutMs: 10_000, maxAnswerBytes: 10_000 };
    transport = new HttpTransport(new FakeClock(), new RecordingMetrics(), options);
  });
  afterEach(async () => {
    await transport.close();
    await server.stop();
  });

  it('trusts the authorities of the bundle', async () => {
    await start(certificate);
    expect(await transport.call(hostOf(server.url, certificate.cert), call, noAbort())).to.have.property(
      'body',
      'fine',
    );
  });

  it('does not trust them elsewhere, and says what to do', async () => {
    await start(certificate);
    await transport.call(hostOf(server.url, certificate.cert), call, noAbort());
    for (const caPem of [undefined, selfSigned('127.0.0.1').cert]) {
      const error = await operatorErrorOf(transport.call(hostOf(server.url, caPem), call, noAbort()));
      expect(error).to.include({ reason: 'HostUnreachable', disposition: 'retryable' });
      expect(error.message).to.include('tls.caRef');
    }
  });

  it('does not take a certificate for another host', async () => {
    const other = selfSigned('10.0.0.1');
    await start(other);
    const error = await operatorErrorOf(transport.call(hostOf(server.url, other.cert), call, noAbort()));
    expect(error.message).to.match(/for another name/);
  });

  it('refuses what is no certificate', async () => {
    await start(certificate);
    const broken = certificate.cert.replace(/^M.{20}/mu, 'AAAAAAAAAAAAAAAAAAAAA');
    for (const pem of ['', 'text', broken]) {
      expect(() => trustBesidesSystem(pem))
        .to.throw(OperatorError)
        .with.property('reason', 'CaInvalid');
    }
  });
});
