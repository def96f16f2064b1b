import { expect } from 'chai';
import { ConfigError, optionEntries, parseConfig } from '../../src/app/config.ts';

/** The message of the error that these settings lead to. */
function complaint(flags: Record<string, string>, environment: Record<string, string> = {}): string {
  try {
    parseConfig(flags, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('parseConfig', () => {
  it('works without any setting', () => {
    expect(parseConfig({}, {})).to.deep.include({
      namespaces: [],
      hostAPI: 'https://app.infisical.com/api',
      allowHttp: false,
      resyncSeconds: 60,
      concurrency: 16,
      listenPort: 8080,
      leaderElect: false,
      logLevel: 'info',
      shutdownSeconds: 10,
    });
  });

  it('takes a flag before a variable, and an empty variable for none', () => {
    const environment = { INFISICAL_OPERATOR_RESYNC_SECONDS: '30', INFISICAL_OPERATOR_LOG_LEVEL: '' };
    expect(parseConfig({}, environment)).to.include({ resyncSeconds: 30, logLevel: 'info' });
    expect(parseConfig({ resyncSeconds: '90' }, environment)).to.include({ resyncSeconds: 90 });
  });

  it('reads lists with spaces and empty entries', () => {
    expect(parseConfig({ namespaces: 'a, b,,c ' }, {}).namespaces).to.deep.equal(['a', 'b', 'c']);
  });

  const BAD: readonly (readonly [string, string, RegExp])[] = [
    ['resyncSeconds', '4', /--resync-seconds \(INFISICAL_OPERATOR_RESYNC_SECONDS\): must be a whole number from 5/],
    ['resyncSeconds', '1e3', /must be a whole number/],
    ['concurrency', '0', /--concurrency .*from 1 to 256/],
    ['allowHttp', 'yes', /--allow-http .*must be true or false/],
    ['logLevel', 'trace', /--log-level .*must be debug, info, warn or error/],
    ['listenPort', '65536', /--listen-port .*from 0 to 65535/],
    ['shutdownSeconds', '', /--shutdown-seconds /],
  ];
  for (const [name, value, message] of BAD) {
    it(`refuses ${name} = "${value}" and names flag and variable`, () => {
      expect(complaint({ [name]: value })).to.match(message);
    });
  }

  it('names every bad setting at once', () => {
    const message = complaint({ resyncSeconds: '1', logLevel: 'loud' });
    expect(message).to.include('--resync-seconds').and.to.include('--log-level');
  });

  it('has one flag and one variable per setting', () => {
    const flags = optionEntries().map(([, { flag }]) => flag);
    const variables = optionEntries().map(([, { env }]) => env);
    expect(new Set(flags).size).to.equal(flags.length);
    expect(new Set(variables).size).to.equal(variables.length);
    expect(variables.every((name) => /^INFISICAL_OPERATOR_[A-Z_]+$/.test(name))).to.equal(true);
  });
});
