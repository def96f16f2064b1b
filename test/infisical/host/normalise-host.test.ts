import { expect } from 'chai';
import { OperatorError } from '#kernel';
import { normaliseHost } from '../../../src/infisical/index.ts';

const STRICT = { allowHttp: false, allowLoopback: false };

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
      expect(normaliseHost(url, STRICT)).to.equal(base);
    });
  }

  it('accepts the pod itself where it is allowed, and even then no metadata server', () => {
    const rules = { ...STRICT, allowLoopback: true };
    expect(normaliseHost('https://127.0.0.1:8443', rules)).to.equal('https://127.0.0.1:8443');
    expect(() => normaliseHost('https://169.254.169.254', rules)).to.throw(OperatorError, /link-local/);
  });

  it('says where the address is written', () => {
    const refuse = (): string => normaliseHost('ftp://a', STRICT, 'spec.hostAPI');
    expect(refuse).to.throw('spec.hostAPI "ftp://a" cannot be used: its scheme is not https.');
  });

  it('accepts plain http where it is allowed', () => {
    expect(normaliseHost('http://infisical.default.svc:8080/api', { ...STRICT, allowHttp: true })).to.equal(
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
    ['a metadata server as hexadecimal numbers', 'https://0xa9.0xfe.0xa9.0xfe', /link-local/],
    ['a metadata server as octal numbers', 'https://0251.0376.0251.0376', /link-local/],
    ['a metadata server with missing parts', 'https://169.254.43518', /link-local/],
    ['a metadata server with full-width digits', 'https://１６９.254.169.254', /link-local/],
    ['a metadata server with a final dot', 'https://169.254.169.254.', /link-local/],
    ['a metadata server by NAT64', 'https://[64:ff9b::169.254.169.254]', /link-local/],
    ['a metadata server as a compatible address', 'https://[::169.254.169.254]', /link-local/],
    ['a metadata server by 6to4', 'https://[2002:a9fe:a9fe::1]', /link-local/],
    ['the metadata server of AWS as IPv6', 'https://[fd00:ec2::254]', /a metadata address/],
    ['the metadata server of Google as IPv6', 'https://[fd20:ce::254]', /a metadata address/],
    ['the metadata server of Alibaba', 'https://100.100.100.200', /a metadata address/],
    ['the server of Azure', 'https://168.63.129.16', /a metadata address/],
    ['the pod itself', 'https://127.0.0.1:8080', /a loopback address/],
    ['the pod itself in short', 'https://127.1', /a loopback address/],
    ['the pod itself as one number', 'https://2130706433', /a loopback address/],
    ['the pod itself as IPv6', 'https://[::1]', /a loopback address/],
    ['the pod itself as IPv4 in IPv6', 'https://[::ffff:127.0.0.1]', /a loopback address/],
    ['no address at all', 'https://0.0.0.0', /a loopback address/],
    ['no address at all as IPv6', 'https://[::]', /a loopback address/],
  ];
  for (const [name, url, says] of refused) {
    it(`refuses ${name}`, () => {
      const refuse = (): string => normaliseHost(url, STRICT);
      expect(refuse).to.throw(OperatorError, says).with.property('reason', 'HostInvalid');
      expect(refuse).to.throw().with.property('disposition', 'terminal');
      expect(refuse).not.to.throw(/s3cret/);
    });
  }
});
