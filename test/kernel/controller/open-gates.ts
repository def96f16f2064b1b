import type { ControllerOptions } from '../../../src/kernel/index.ts';

/** For controllers whose resources go nowhere: nothing is refused, and nothing but the references themselves decides. */
export const OPEN_GATES: ControllerOptions['gatekeeper'] = {
  for: () => ({
    readSecret: () => Promise.reject(new Error('nothing is there to read')),
    readSource: () => Promise.reject(new Error('nothing is there to push')),
    logIn: () => Promise.reject(new Error('nobody logs in')),
    target: () => {
      throw new Error('nothing is written');
    },
  }),
  withGrantors: (_resource, references) => references,
  decidesFor: () => false,
};
