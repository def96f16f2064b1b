import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { loadKubeConfig } from '../../../src/kube/index.ts';

describe('loadKubeConfig', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kubeconfig-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (
    user: object,
    cluster: object = { server: 'https://cluster.example:6443/k8s/c-1' },
  ): Promise<string> => {
    const path = join(folder, 'kubeconfig');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user }],
      contexts: [
        { name: 'here', context: { cluster: 'c', user: 'u' } },
        { name: 'there', context: { cluster: 'c', user: 'u', namespace: 'shop' } },
      ],
      'current-context': 'here',
    };
    await writeFile(path, stringify(config));
    return path;
  };

  it('gives server and namespace of the current context', async () => {
    const access = loadKubeConfig({ kubeconfig: await write({ token: 't' }) });

    expect(access.server.href).to.equal('https://cluster.example:6443/k8s/c-1');
    expect(access.namespace).to.equal('default');
  });

  it('takes another context when asked to', async () => {
    expect(loadKubeConfig({ kubeconfig: await write({ token: 't' }), context: 'there' }).namespace).to.equal('shop');
  });

  it('trims the newline of a token file', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'abc\n');
    const kubeconfig = await write({ 'auth-provider': { name: 'tokenFile', config: { tokenFile } } });

    const { headers } = await loadKubeConfig({ kubeconfig }).credentials(false);

    expect(headers).to.deep.equal({ Authorization: 'Bearer abc' });
  });

  it('runs an exec plugin once, and again when its token was refused', async () => {
    const counter = join(folder, 'runs');
    const answer = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'exec-token' },
    };
    const args = ['-c', `printf x >> ${counter}; printf '%s' '${JSON.stringify(answer)}'`];
    const exec = { apiVersion: answer.apiVersion, command: 'sh', args, interactiveMode: 'Never' };
    const access = loadKubeConfig({ kubeconfig: await write({ exec }) });

    await access.credentials(false);
    const { headers } = await access.credentials(false);
    expect(headers).to.deep.equal({ Authorization: 'Bearer exec-token' });
    expect(await runs(counter)).to.equal(1);

    await access.credentials(true);
    expect(await runs(counter)).to.equal(2);
  });

  it('knows passwords and client certificates', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\n';
    const encoded = Buffer.from(pem).toString('base64');
    const kubeconfig = await write(
      { username: 'u', password: 'p', 'client-certificate-data': encoded, 'client-key-data': encoded },
      { server: 'https://cluster.example', 'certificate-authority-data': encoded, 'tls-server-name': 'other.example' },
    );

    const { headers, tls } = await loadKubeConfig({ kubeconfig }).credentials(false);

    expect(headers).to.deep.equal({ Authorization: `Basic ${Buffer.from('u:p').toString('base64')}` });
    expect(tls).to.deep.equal({ ca: pem, cert: pem, key: pem, servername: 'other.example' });
  });

  it('sends a token over plain http to its own machine only', async () => {
    const local = loadKubeConfig({ kubeconfig: await write({ token: 't' }, { server: 'http://127.0.0.1:8001' }) });
    expect((await local.credentials(false)).headers).to.deep.equal({ Authorization: 'Bearer t' });

    const remote = loadKubeConfig({ kubeconfig: await write({ token: 't' }, { server: 'http://cluster.example' }) });
    const refused = await remote.credentials(false).then(
      () => false,
      () => true,
    );
    expect(refused).to.equal(true);
  });

  it('says what is missing', async () => {
    const kubeconfig = await write({ token: 't' });
    expect(() => loadKubeConfig({ kubeconfig, context: 'nowhere' })).to.throw('no context or no cluster for "nowhere"');
    const socks = await write({ token: 't' }, { server: 'https://cluster.example', 'proxy-url': 'socks5://proxy' });
    expect(() => loadKubeConfig({ kubeconfig: socks })).to.throw(
      'only http and https proxies are supported, not socks5',
    );
  });
});

async function runs(counter: string): Promise<number> {
  return (await readFile(counter, 'utf8')).length;
}
