import { expect } from 'chai';
import { invalidCases, validCases } from './admission-cases.ts';
import type { AdmissionServer } from './admission-server.ts';

const valid = await validCases();
const invalid = await invalidCases();

/** Declares one test for each manifest, against the server that a hook of the surrounding suite has started. */
export function describeVerdicts(server: () => AdmissionServer): void {
  describe('accepts', () => {
    for (const { name, manifest } of valid) {
      it(name, async () => {
        expect(await server().judge(manifest)).to.deep.equal({ code: 201, message: '', causes: [] });
      });
    }
  });

  describe('refuses', () => {
    for (const { name, manifest, field, message, isUnknown } of invalid) {
      it(`${name}: ${field}`, async () => {
        const { code, message: whole, causes } = await server().judge(manifest);
        if (isUnknown) {
          expect(code, whole).to.equal(400);
          expect(whole).to.contain(`unknown field "${field}"`);
          return;
        }
        expect(code, whole).to.equal(422);
        const cause = causes.find((candidate) => candidate.field === field);
        expect(cause, whole).to.exist;
        if (message !== undefined) expect(cause?.message).to.contain(message);
        expect(whole).to.contain(`${field}: `);
      });
    }
  });
}

/** Declares one test for each bad manifest: that both servers say the same of it. */
export function describeEqualVerdicts(servers: () => readonly [AdmissionServer, AdmissionServer]): void {
  for (const { name, manifest, field } of invalid) {
    it(`${name}: ${field}`, async () => {
      const [one, other] = await Promise.all(servers().map((server) => server.judge(manifest)));
      expect(one).to.deep.equal(other);
    });
  }
}
