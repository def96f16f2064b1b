import { expect } from 'chai';
import { covers } from '../../../../src/testkit/infisical/access/index.ts';

const cases: readonly { scope: string; inside: readonly string[]; outside: readonly string[] }[] = [
  { scope: '/', inside: ['/'], outside: ['/app'] },
  { scope: '/app', inside: ['/app'], outside: ['/', '/apple', '/app/db'] },
  { scope: '/**', inside: ['/', '/app', '/app/db'], outside: [] },
  { scope: '/app/**', inside: ['/app', '/app/db', '/app/db/x'], outside: ['/', '/apple'] },
  { scope: '/app/*', inside: ['/app/db'], outside: ['/app', '/app/db/x'] },
  { scope: '/a.p', inside: ['/a.p'], outside: ['/axp'] },
];

describe('covers', () => {
  for (const { scope, inside, outside } of cases) {
    it(`${scope} takes in ${inside.join(' ')} and leaves out ${outside.join(' ')}`, () => {
      const within = (path: string): boolean => covers({ environment: 'dev', secretPath: scope }, 'dev', path);
      expect(inside.filter((path) => !within(path))).to.deep.equal([]);
      expect(outside.filter(within)).to.deep.equal([]);
    });
  }

  it('keeps to its environment', () => {
    expect(covers({ environment: 'dev', secretPath: '/**' }, 'prod', '/')).to.equal(false);
  });
});
