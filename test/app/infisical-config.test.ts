import { expect } from 'chai';
import { parseInfisicalConfig, type InfisicalConfig } from '../../src/app/infisical-config.ts';

const AT = { namespace: 'operator', name: 'infisical-config' };
const parse = (data: Record<string, string>): InfisicalConfig =>
  parseInfisicalConfig(AT, new Map(Object.entries(data)));

describe('parseInfisicalConfig', () => {
  it('takes what it knows, without the spaces around it', () => {
    const data = {
      hostAPI: ' https://own.example \n',
      'tls.caRef.secretName': 'ca',
      'tls.caRef.secretNamespace': 'trust',
      'tls.caRef.key': 'ca.crt\n',
      unknown: 'x',
    };
    expect(parse(data)).to.deep.equal({
      hostAPI: 'https://own.example',
      ca: { secret: { namespace: 'trust', name: 'ca' }, key: 'ca.crt' },
    });
  });

  it('counts empty values as absent', () => {
    const data = {
      hostAPI: ' ',
      'tls.caRef.secretName': '',
      'tls.caRef.secretNamespace': 'trust',
      'tls.caRef.key': '',
    };
    expect(parse(data)).to.deep.equal({ hostAPI: undefined, ca: undefined });
  });

  it('looks for the bundle in its own namespace unless it names another', () => {
    const data = { 'tls.caRef.secretName': 'ca', 'tls.caRef.key': 'ca.crt' };
    expect(parse(data).ca).to.deep.equal({ secret: { namespace: 'operator', name: 'ca' }, key: 'ca.crt' });
  });

  const unusable: readonly (readonly [title: string, data: Record<string, string>, says: RegExp])[] = [
    ['a bundle without its key', { 'tls.caRef.secretName': 'ca' }, /tls\.caRef\.key is not/],
    ['a key without its bundle', { 'tls.caRef.key': 'ca.crt' }, /tls\.caRef\.secretName is not/],
    ['a name that cannot be one', { 'tls.caRef.secretName': 'a/b', 'tls.caRef.key': 'k' }, /tls\.caRef\.secretName/],
    [
      'a namespace that cannot be one',
      { 'tls.caRef.secretName': 'ca', 'tls.caRef.secretNamespace': '../x', 'tls.caRef.key': 'k' },
      /tls\.caRef\.secretNamespace is not a name/,
    ],
  ];
  for (const [title, data, says] of unusable) {
    it(`says what is wrong with ${title}`, () => {
      const { ca } = parse(data);
      if (ca === undefined || !('error' in ca)) throw new Error('it was taken');
      expect(ca.error).to.include({ reason: 'CaInvalid', disposition: 'terminal' });
      expect(ca.error.message).to.match(says).and.include('ConfigMap operator/infisical-config');
    });
  }
});
