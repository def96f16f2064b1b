import { expect } from 'chai';
import { Redactor } from '../../src/third-party/redactor.ts';

describe('blanking what a plugin was given', () => {
  const secret = 'p@ss w0rd-of-Amy';
  const cases: readonly (readonly [string, string, string])[] = [
    ['a value', `not with ${secret}!`, 'not with …!'],
    ['it in base64', `not ${Buffer.from(secret).toString('base64')}`, 'not …'],
    ['it in hex', `not ${Buffer.from(secret).toString('hex')}`, 'not …'],
    ['it as part of an address', `https://x/?a=${encodeURIComponent(secret)}`, 'https://x/?a=…'],
    ['a word of it', 'not w0rd-of-Amy', 'not …'],
    ['nothing of what it was not given', 'Secret shop/creds has no key jwt.', 'Secret shop/creds has no key jwt.'],
  ];
  for (const [title, said, shown] of cases) {
    it(`blanks ${title}`, () => {
      const redactor = new Redactor();
      redactor.learn(`${secret}\n`);
      expect(redactor.clean(said)).to.equal(shown);
    });
  }

  it('blanks a part of an answer', () => {
    const redactor = new Redactor();
    redactor.learn(JSON.stringify({ access_token: 'abcdefgh12345678', expires_in: 60 }));
    expect(redactor.clean('got abcdefgh12345678')).to.equal('got …');
  });

  it('forgets the oldest when it was given very many', () => {
    const redactor = new Redactor();
    for (let count = 0; count < 300; count += 1) redactor.learn(`value-number-${count}-`);
    expect(redactor.clean('value-number-0- value-number-299-')).to.equal('value-number-0- …');
  });

  it('forgets the oldest when it was given very much, and what is left is still blanked', () => {
    const redactor = new Redactor();
    for (let count = 0; count < 6; count += 1) redactor.learn(`number-${count}-${'x'.repeat(60_000)}`);
    expect(redactor.clean('number-0- number-5-')).to.equal('number-0- …');
    // One that is given again is the most recent.
    redactor.learn('again-and-again');
    redactor.learn('again-and-again');
    expect(redactor.clean('again-and-again')).to.equal('…');
  });

  it('looks at no more of a text than is shown', () => {
    expect(new Redactor().clean('a '.repeat(100_000)).length).to.equal(2_048);
  });
});
