import { expect } from 'chai';
import fc from 'fast-check';
import { makePassword, type PasswordRules } from '../../../../src/plugins/push/sources/generators/password.ts';

const RULES: PasswordRules = {
  length: 24,
  digits: 6,
  symbols: 6,
  symbolCharacters: '-_$@!%&',
  noUpper: false,
  allowRepeat: false,
};

/** How many characters of a text fit. */
function countOf(text: string, what: RegExp): number {
  return Array.from(text).filter((character) => what.test(character)).length;
}

describe('makePassword', () => {
  it('keeps every rule, whatever the rules are', () => {
    const rules = fc
      .record({
        letters: fc.nat(26),
        digits: fc.nat(10),
        symbols: fc.nat(7),
        noUpper: fc.boolean(),
        allowRepeat: fc.boolean(),
      })
      .map(({ letters, ...rest }) => ({ ...RULES, ...rest, length: letters + rest.digits + rest.symbols }));
    fc.assert(
      fc.property(rules, (given) => {
        const password = makePassword(given);
        expect(password).to.have.lengthOf(given.length);
        expect(countOf(password, /[0-9]/)).to.equal(given.digits);
        expect(countOf(password, /[-_$@!%&]/)).to.equal(given.symbols);
        if (given.noUpper) expect(password).not.to.match(/[A-Z]/);
        if (!given.allowRepeat) expect(new Set(password)).to.have.property('size', given.length);
      }),
    );
  });

  it('has another one each time, and each character in any place', () => {
    const passwords = Array.from({ length: 200 }, () => makePassword(RULES));
    expect(new Set(passwords)).to.have.property('size', 200);
    const firstKinds = passwords.map((password) => (/[0-9]/.test(password) ? /^[0-9]/.test(password) : false));
    expect(firstKinds).to.include(true).and.to.include(false);
  });

  it('chooses by chance alone', () => {
    const last = (limit: number): number => limit - 1;
    expect(makePassword({ ...RULES, length: 6, digits: 2, symbols: 2 }, last)).to.equal('ZY98&%');
    expect(makePassword({ ...RULES, length: 6, digits: 2, symbols: 2, allowRepeat: true }, last)).to.equal('ZZ99&&');
  });

  const impossible: readonly (readonly [Partial<PasswordRules>, RegExp])[] = [
    [{ length: 11 }, /more than length/],
    [{ digits: 11, length: 30 }, /11 digits are wanted, there are 10/],
    [{ symbols: 8, length: 30 }, /8 symbols are wanted, there are 7/],
    [{ length: 39, noUpper: true }, /27 letters are wanted, there are 26/],
    [{ symbolCharacters: '' }, /no symbols to choose from/],
    [{ symbolCharacters: '', allowRepeat: true }, /no symbols to choose from/],
  ];
  for (const [rules, says] of impossible) {
    it(`says what cannot be: ${JSON.stringify(rules)}`, () => {
      expect(() => makePassword({ ...RULES, ...rules })).to.throw(RangeError, says);
    });
  }
});
