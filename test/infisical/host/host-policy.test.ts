import { expect } from 'chai';
import { OperatorError } from '#kernel';
import { HostPolicy } from '../../../src/infisical/host/index.ts';
import { parseHostPattern } from '../../../src/infisical/index.ts';

const OWN = 'https://own.example.com/infisical';

/** What the policy says of an address: `fine`, or the reason. */
function verdict(base: string, allowed: readonly string[], provesOperator = false): string {
  const patterns = allowed.flatMap((text) => parseHostPattern(text) ?? []);
  expect(patterns).to.have.length(allowed.length);
  try {
    new HostPolicy({ allowed: patterns, own: () => OWN }).admit(base, 'spec.hostAPI', provesOperator);
    return 'fine';
  } catch (error) {
    if (error instanceof OperatorError) return error.reason;
    throw error;
  }
}

describe('parseHostPattern', () => {
  const matching: readonly (readonly [pattern: string, base: string])[] = [
    ['inf.example.com', 'https://inf.example.com'],
    ['inf.example.com', 'https://inf.example.com/infisical'],
    ['INF.Example.com', 'https://inf.example.com'],
    ['inf.example.com', 'https://inf.example.com.'],
    ['inf.example.com', 'http://inf.example.com'],
    ['inf.example.com:443', 'https://inf.example.com'],
    ['inf.example.com:80', 'http://inf.example.com'],
    ['inf.example.com:8443', 'https://inf.example.com:8443'],
    ['*.example.com', 'https://a.example.com'],
    ['*.example.com', 'https://a.b.example.com'],
    ['*.example.com:8443', 'https://a.example.com:8443'],
    ['10.1.2.3', 'https://10.1.2.3'],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443'],
    ['xn--bcher-kva.example', 'https://bücher.example'],
    ['*', 'https://anything.example:1234'],
  ];
  for (const [pattern, base] of matching) {
    it(`${pattern} is ${base}`, () => {
      expect(parseHostPattern(pattern)?.matches(base)).to.equal(true);
    });
  }

  const others: readonly (readonly [pattern: string, base: string])[] = [
    ['inf.example.com', 'https://inf.example.com:8443'],
    ['inf.example.com', 'https://inf.example.com.evil.example'],
    ['inf.example.com', 'https://evil-inf.example.com'],
    ['inf.example.com:443', 'http://inf.example.com'],
    ['*.example.com', 'https://example.com'],
    ['*.example.com', 'https://evilexample.com'],
    ['*.example.com', 'https://a.example.com:8443'],
    ['*.example.com', 'https://example.com.evil.example'],
    ['10.1.2.3', 'https://10.1.2.30'],
  ];
  for (const [pattern, base] of others) {
    it(`${pattern} is not ${base}`, () => {
      expect(parseHostPattern(pattern)?.matches(base)).to.equal(false);
    });
  }

  for (const text of [
    '',
    'https://a.example',
    'a.example/api',
    'a.*.example',
    '*example.com',
    'a b',
    'a:99999',
    '**',
    'u@a',
  ]) {
    it(`${JSON.stringify(text)} is none`, () => {
      expect(parseHostPattern(text)).to.equal(undefined);
    });
  }
});

describe('HostPolicy', () => {
  it('lets resources choose freely where nothing is allowed by name', () => {
    expect(verdict('https://any.example', [])).to.equal('fine');
  });

  it('holds resources to what is allowed by name, and to the own host', () => {
    expect(verdict('https://any.example', ['inf.example.com'])).to.equal('HostNotAllowed');
    expect(verdict('https://inf.example.com', ['inf.example.com'])).to.equal('fine');
    expect(verdict(OWN, ['inf.example.com'])).to.equal('fine');
  });

  it('sends proofs of its own identity to the own host, and else only where it is told to', () => {
    expect(verdict(OWN, [], true)).to.equal('fine');
    expect(verdict('https://any.example', [], true)).to.equal('HostNotAllowed');
    expect(verdict('https://any.example', ['inf.example.com'], true)).to.equal('HostNotAllowed');
    expect(verdict('https://inf.example.com', ['inf.example.com'], true)).to.equal('fine');
    expect(verdict('https://any.example', ['*'], true)).to.equal('fine');
  });

  it('takes another path or port of the own host for another host', () => {
    for (const base of ['https://own.example.com', `${OWN}/other`, 'https://own.example.com:8443/infisical']) {
      expect(verdict(base, [], true)).to.equal('HostNotAllowed');
    }
  });
});
