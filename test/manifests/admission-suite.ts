import { expect } from 'chai';
import { invalidCases, validCases } from './admission-cases.ts';
import type { AdmissionServer } from './admission-server.ts';

const valid = await validCases();
const invalid = await invalidCases();

/**
 * Declares one test for each manifest, against the server that a hook of the surrounding suite has started. `schema` leaves out
 * what only CEL rules refuse: those are the cases with a message of ours.
 */
export function describeVerdicts(server: () => AdmissionServer, checks: 'schema' | 'schema and rules'): void {
  describe('accepts', () => {
    for (const { name, manifest } of valid) {
      it(name, async () => {
        expect(await server().judge(manifest)).to.deep.equal({ code: 201, message: '', causes: [] });
      });
    }
  });

  describe('refuses', () => {
    for (const { name, manifest, field, message } of invalid.filter(
      (one) => checks !== 'schema' || one.message === undefined,
    )) {
      it(`${name}: ${field}`, async () => {
        const { code, message: whole, causes } = await server().judge(manifest);
        expect(code, whole).to.equal(422);
        const cause = causes.find((candidate) => candidate.field === field);
        expect(cause, whole).to.exist;
        if (message !== undefined) expect(cause?.message).to.contain(message);
        expect(whole).to.contain(`${field}: `);
      });
    }
  });
}
