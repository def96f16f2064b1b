import { expect } from 'chai';
import { terminal } from '#kernel';
import { FakePlatform } from '#testkit';
import { loadProfiles, type Profiles } from '../../../../src/plugins/auth/aws-iam/profiles.ts';

const { signal } = new AbortController();

function load(config: string, credentials = '', variables: Record<string, string> = {}): Promise<Profiles> {
  const files = { '/home/op/.aws/config': config, '/home/op/.aws/credentials': credentials };
  return loadProfiles(new FakePlatform({ files, variables: { HOME: '/home/op', ...variables } }), signal);
}

describe('loadProfiles', () => {
  it('reads sections, comments and nested settings as AWS writes them', async () => {
    const profiles = await load(
      [
        'stray = 1',
        '# a comment',
        '[default]',
        'region=eu-west-1 ; behind',
        '  indented = not a setting',
        's3 =',
        '  max_concurrent_requests = 20',
        '[profile  shop]\r',
        'Role_Arn = arn:aws:iam::1:role/a=b\r',
        '; another',
        'role_session_name = x#y',
        '[services x]',
        'region = none',
      ].join('\n'),
    );
    expect(profiles.chosen).to.equal('default');
    expect([...(profiles.get('default') ?? [])]).to.deep.equal([['region', 'eu-west-1']]);
    expect([...(profiles.get('shop') ?? [])]).to.deep.equal([
      ['role_arn', 'arn:aws:iam::1:role/a=b'],
      ['role_session_name', 'x#y'],
    ]);
    expect(profiles.get('x')).to.equal(undefined);
  });

  it('lets the file of credentials win', async () => {
    const profiles = await load(
      '[profile a]\nregion = r\naws_access_key_id = one',
      '[a]\naws_access_key_id = two\naws_secret_access_key = s',
    );
    expect(Object.fromEntries(profiles.get('a') ?? [])).to.deep.equal({
      region: 'r',
      aws_access_key_id: 'two',
      aws_secret_access_key: 's',
    });
  });

  it('reads the files that variables name', async () => {
    const platform = new FakePlatform({
      variables: {
        HOME: '/home/op',
        AWS_CONFIG_FILE: '/etc/c',
        AWS_SHARED_CREDENTIALS_FILE: '/etc/k',
        AWS_PROFILE: 'p',
      },
      files: { '/etc/c': '[profile p]\nregion = r' },
    });
    const profiles = await loadProfiles(platform, signal);
    expect(platform.reads).to.deep.equal(['/etc/c', '/etc/k']);
    expect(profiles.chosen).to.equal('p');
    expect(profiles.get('p')?.get('region')).to.equal('r');
  });

  it('reads nothing where nothing says where files are', async () => {
    const platform = new FakePlatform();
    expect((await loadProfiles(platform, signal)).get('default')).to.equal(undefined);
    expect(platform.reads).to.deep.equal([]);
  });

  it('does without a home that it may not look into, but not without a file that was named', async () => {
    const unreadable = (variables: Record<string, string>): Promise<Profiles> => {
      const platform = new FakePlatform({ variables });
      platform.file = () => Promise.reject(terminal('CredentialsNotFound', 'EACCES'));
      return loadProfiles(platform, signal);
    };
    expect((await unreadable({ HOME: '/root' })).get('default')).to.equal(undefined);
    const error: unknown = await unreadable({ AWS_CONFIG_FILE: '/etc/c' }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ reason: 'CredentialsNotFound' });
  });

  it('misses a profile only when it was asked for', async () => {
    expect((await load('')).get('default')).to.equal(undefined);
    const error: unknown = await load('[default]', '', { AWS_PROFILE: 'shop' }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ reason: 'CredentialsNotFound', disposition: 'terminal' });
    expect(error).to.have.property('message').that.includes('shop');
  });
});
