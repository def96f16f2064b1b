import { expect } from 'chai';
import { REASONS, type ReasonEntry } from '../../../src/kernel/index.ts';

describe('REASONS', () => {
  for (const [reason, entry] of Object.entries<ReasonEntry>(REASONS)) {
    it(`${reason} is one CamelCase word, and says in whole sentences what happened and what to do`, () => {
      // The pattern that the API server holds reasons to (metav1.Condition), narrowed to CamelCase.
      expect(reason).to.match(/^[A-Z][A-Za-z]{0,63}$/);
      for (const sentence of [entry.summary, entry.remedy]) expect(sentence).to.match(/^[A-Z].*\.$/);
    });
  }
});
