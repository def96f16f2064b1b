import { contractChecks } from '../../../src/cli/plugins/index.ts';

const { checks, close } = await contractChecks(import.meta.dirname);

describe('the example oidc-file', () => {
  after(close);
  for (const { title, run } of checks) it(title, run);
});
