import { expect } from 'chai';
import { retryable } from '#kernel';
import { RecordingLog } from '#testkit';
import { LiveSettings } from '../../src/app/global-settings.ts';

const DEFAULTS = { hostAPI: 'https://default.example/api', resyncMs: 60_000, namespace: 'operator' };
const { signal } = new AbortController();

/** Settings over a ConfigMap that a test changes. */
function settings(): {
  live: LiveSettings;
  log: RecordingLog;
  readonly set: (text: Record<string, string> | Error | undefined) => void;
} {
  let content: Record<string, string> | Error | undefined;
  const log = new RecordingLog();
  const live = new LiveSettings(
    DEFAULTS,
    () => {
      if (content instanceof Error) return Promise.reject(content);
      return Promise.resolve(content && new Map(Object.entries(content)));
    },
    log,
  );
  return {
    live,
    log,
    set: (text) => {
      content = text;
    },
  };
}

describe('LiveSettings', () => {
  it('gives the defaults without a ConfigMap', async () => {
    const { live } = settings();
    await live.refresh(signal);
    expect(live.current()).to.deep.include({ hostAPI: DEFAULTS.hostAPI, caRef: undefined, resyncMs: 60_000 });
  });

  it('follows the ConfigMap, back to the defaults too', async () => {
    const { live, set } = settings();
    set({ hostAPI: ' https://own.example \n', unknown: 'x' });
    await live.refresh(signal);
    expect(live.current().hostAPI).to.equal('https://own.example');
    set({ hostAPI: '' });
    await live.refresh(signal);
    expect(live.current().hostAPI).to.equal(DEFAULTS.hostAPI);
  });

  it('takes a CA bundle only when Secret and key are named, and then depends on that Secret', async () => {
    const { live, set } = settings();
    set({ 'tls.caRef.secretName': 'ca' });
    await live.refresh(signal);
    expect(live.current().caRef).to.equal(undefined);
    set({ 'tls.caRef.secretName': 'ca', 'tls.caRef.key': 'ca.crt' });
    await live.refresh(signal);
    expect(live.current().caRef).to.deep.equal({ namespace: 'operator', name: 'ca', key: 'ca.crt' });
    expect(live.current().dependencies).to.deep.include({ kind: 'Secret', namespace: 'operator', name: 'ca' });
  });

  it('stays as it is, and says so, when the ConfigMap cannot be read', async () => {
    const { live, log, set } = settings();
    set({ hostAPI: 'https://own.example' });
    await live.refresh(signal);
    set(retryable('KubernetesUnavailable', 'no answer'));
    await live.refresh(signal);
    expect(live.current().hostAPI).to.equal('https://own.example');
    expect(log.lines.map(({ level }) => level)).to.deep.equal(['warn']);
  });

  it('knows the ConfigMap that it is made from', () => {
    const { live } = settings();
    expect(live.isSource({ kind: 'ConfigMap', namespace: 'operator', name: 'infisical-config' })).to.equal(true);
    expect(live.isSource({ kind: 'ConfigMap', namespace: 'elsewhere', name: 'infisical-config' })).to.equal(false);
    expect(live.isSource({ kind: 'Secret', namespace: 'operator', name: 'infisical-config' })).to.equal(false);
  });
});
