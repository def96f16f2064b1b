import { expect } from 'chai';
import type { LookupOptions } from 'node:dns';
import { guardedLookup } from '../../../src/infisical/transport/guarded-lookup.ts';

/** Literal addresses are resolved without asking any server. */
function lookUp(
  name: string,
  options: LookupOptions,
  allowLoopback = true,
): Promise<{ readonly code: unknown; readonly address: unknown }> {
  return new Promise((resolve) => {
    guardedLookup({ allowLoopback })(name, options, (error, address) => {
      resolve({ code: error?.code, address });
    });
  });
}

describe('guardedLookup', () => {
  it('gives one address, or all, as it was asked', async () => {
    expect(await lookUp('127.0.0.1', {})).to.deep.equal({ code: undefined, address: '127.0.0.1' });
    const { address } = await lookUp('127.0.0.1', { all: true });
    expect(address).to.deep.equal([{ address: '127.0.0.1', family: 4 }]);
  });

  it('refuses a name that leads to the pod itself, unless that is allowed', async () => {
    expect(await lookUp('localhost', { all: true }, false)).to.have.property('code', 'ERR_FORBIDDEN_ADDRESS');
    expect(await lookUp('localhost', { all: true }, true)).to.have.property('code', undefined);
  });

  for (const name of ['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254', 'fd00:ec2::254']) {
    it(`refuses what leads to ${name}`, async () => {
      expect(await lookUp(name, { all: true })).to.have.property('code', 'ERR_FORBIDDEN_ADDRESS');
    });
  }
});
