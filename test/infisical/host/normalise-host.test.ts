import { expect } from 'chai';
import { OperatorError } from '#kernel';
import { normaliseHost } from '../../../src/infisical/index.ts';

describe('normaliseHost', () => {
  const accepted: readonly (readonly [name: string, url: string, base: string])[] = [
    ['a bare address', 'https://app.infisical.com', 'https://app.infisical.com'],
    ['with /api', 'https://app.infisical.com/api', 'https://app.infisical.com'],
    ['with /api/', 'https://app.infisical.com/api/', 'https://app.infisical.com'],
    ['with slashes', 'https://app.infisical.com//', 'https://app.infisical.com'],
    ['with a port', 'https://inf.example.com:8443/api', 'https://inf.example.com:8443'],
    ['the default port', 'https://inf.example.com:443', 'https://inf.example.com'],
    ['capital letters', 'HTTPS://INF.Example.COM/api', 'https://inf.example.com'],
    ['spaces around', '  https://inf.example.com ', 'https://inf.example.com'],
    ['a prefix', 'https://tools.example.com/infisical/api', 'https://tools.example.com/infisical'],
    ['a prefix that only begins like /api', 'https://tools.example.com/apis', 'https://tools.example.com/apis'],
    ['an IP address', 'https://10.1.2.3', 'https://10.1.2.3'],
    ['an IPv6 address', 'https://[fd00::1]:8443', 'https://[fd00::1]:8443'],
  ];
  for (const [name, url, base] of accepted) {
    it(`accepts ${name}`, () => {
      expect(normaliseHost(url, { allowHttp: false })).to.equal(base);
    });
  }

  it('accepts plain http where it is allowed', () => {
    expect(normaliseHost('http://infisical.default.svc:8080/api', { allowHttp: true })).to.equal(
      'http://infisical.default.svc:8080',
    );
  });

  const refused: readonly (readonly [name: string, url: string, says: RegExp])[] = [
    ['plain http', 'http://inf.example.com', /plain http is not allowed/],
    ['another scheme', 'ftp://inf.example.com', /scheme is not https/],
    ['a file', 'file:///etc/passwd', /scheme is not https/],
    ['nothing', '', /is empty/],
    ['no scheme', 'app.infisical.com', /is not a URL/],
    ['no scheme, with a port', 'localhost:8080', /is not a URL/],
    ['no host', 'https://', /is not a URL/],
    ['credentials', 'https://me:s3cret@inf.example.com', /holds credentials/],
    ['a query', 'https://inf.example.com/?a=b', /holds a query/],
    ['an empty query', 'https://inf.example.com?', /holds a query/],
    ['a fragment', 'https://inf.example.com/#a', /holds a fragment/],
    ['a path below /api', 'https://inf.example.com/api/v3', /goes on after \/api/],
    ['a metadata server', 'https://169.254.169.254/api', /link-local/],
    ['a metadata server as one number', 'https://2852039166', /link-local/],
    ['a metadata server as IPv6', 'https://[::ffff:169.254.169.254]', /link-local/],
    ['a link-local IPv6 address', 'https://[fe80::1]', /link-local/],
    ['the metadata server of AWS as IPv6', 'https://[fd00:ec2::254]', /link-local/],
  ];
  for (const [name, url, says] of refused) {
    it(`refuses ${name}`, () => {
      const refuse = (): string => normaliseHost(url, { allowHttp: false });
      expect(refuse).to.throw(OperatorError, says).with.property('reason', 'HostInvalid');
      expect(refuse).to.throw().with.property('disposition', 'terminal');
      expect(refuse).not.to.throw(/s3cret/);
    });
  }
});
