import { expect } from 'chai';
import { FakePlatform } from '#testkit';
import { stsAddress, stsHost } from '../../../../src/plugins/auth/aws-iam/sts-host.ts';

describe('stsHost', () => {
  const CASES: readonly (readonly [string, 'regional' | 'legacy' | '', string, string])[] = [
    ['eu-central-1', '', 'sts.eu-central-1.amazonaws.com', 'eu-central-1'],
    ['eu-central-1', 'regional', 'sts.eu-central-1.amazonaws.com', 'eu-central-1'],
    ['eu-central-1', 'legacy', 'sts.amazonaws.com', 'us-east-1'],
    ['us-gov-west-1', '', 'sts.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['us-gov-west-1', 'legacy', 'sts.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['cn-north-1', '', 'sts.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['cn-north-1', 'legacy', 'sts.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['eusc-de-east-1', '', 'sts.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1'],
  ];
  for (const [given, endpoints, host, region] of CASES) {
    it(`${given}${endpoints === '' ? '' : `, ${endpoints}`}: ${host}`, () => {
      const platform = new FakePlatform({ variables: { AWS_STS_REGIONAL_ENDPOINTS: endpoints } });
      expect(stsHost(platform, given)).to.deep.equal({ host, region });
    });
  }
});

describe('stsAddress', () => {
  const address = (url: string): unknown =>
    stsAddress(new FakePlatform({ variables: { AWS_ENDPOINT_URL_STS: url } }), 'eu-west-1');

  it('is https to the host, unless a variable names another', () => {
    expect(address('')).to.deep.include({ url: 'https://sts.eu-west-1.amazonaws.com/' });
    expect(address('https://vpce-1.sts.eu-west-1.vpce.amazonaws.com')).to.deep.equal({
      url: 'https://vpce-1.sts.eu-west-1.vpce.amazonaws.com/',
      host: 'vpce-1.sts.eu-west-1.vpce.amazonaws.com',
      region: 'eu-west-1',
    });
    expect(address('http://127.0.0.1:4566/')).to.deep.include({
      url: 'http://127.0.0.1:4566/',
      host: '127.0.0.1:4566',
    });
  });

  for (const url of ['http://sts.eu-west-1.amazonaws.com', 'ftp://127.0.0.1', 'sts']) {
    it(`refuses ${url}`, () => {
      expect(() => address(url))
        .to.throw(/AWS_ENDPOINT_URL_STS/)
        .that.includes({ reason: 'CredentialsIncomplete' });
    });
  }
});
