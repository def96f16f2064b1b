import { expect } from 'chai';
import { Container, LoginMethods, loadPlugins } from '../../../src/kernel/index.ts';
import { FakeClock, RecordingLog } from '../../../src/testkit/fakes/index.ts';
import { NO_SERVICES, RESOURCE, failure, signal } from './a-world.ts';

describe('a login method whose plugin was refused', () => {
  const refused = new Map([['acmeVault', 'It was tampered with.']]);
  const logins = new LoginMethods(
    loadPlugins([], Container.create(), { refused }),
    new FakeClock(),
    new RecordingLog(),
  );
  const prepare = (field: string, key: string) =>
    failure(logins.prepare({ field, key, spec: {} }, RESOURCE, NO_SERVICES, signal));

  it('says why to who names it', async () => {
    const { reason, message, disposition } = await prepare('plugin', 'acmeVault');
    expect({ reason, message, disposition }).to.deep.equal({
      reason: 'PluginRefused',
      message: 'It was tampered with.',
      disposition: 'terminal',
    });
  });

  it('is compared without case, as names of plugins are', async () => {
    expect((await prepare('plugin', 'acmevault')).reason).to.equal('PluginRefused');
  });

  it('is not there for others, nor as a field', async () => {
    expect((await prepare('plugin', 'acme')).reason).to.equal('PluginUnavailable');
    expect((await prepare('acmeVault', 'acmeVault')).reason).to.equal('PluginUnavailable');
  });

  it('refers to nothing', () => {
    expect(logins.references({ field: 'plugin', key: 'acmeVault', spec: {} }, RESOURCE)).to.deep.equal([]);
  });
});
