import { expect } from 'chai';
import { invalidCases, validCases, type Kind } from './admission-cases.ts';
import type { AdmissionServer } from './admission-server.ts';

const valid = { InfisicalSecret: await validCases(), InfisicalPushSecret: await validCases('InfisicalPushSecret') };
const invalid = {
  InfisicalSecret: await invalidCases(),
  InfisicalPushSecret: await invalidCases('InfisicalPushSecret'),
};

/** Declares one test for each manifest, against the server that a hook of the surrounding suite has started. */
export function describeVerdicts(kind: Kind, server: () => AdmissionServer): void {
  describe('accepts', () => {
    for (const { name, manifest } of valid[kind]) {
      it(name, async () => {
        expect(await server().judge(manifest)).to.deep.equal({ code: 201, message: '', causes: [] });
      });
    }
  });

  describe('refuses', () => {
    for (const { name, manifest, field, message, isUnknown } of invalid[kind]) {
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
export function describeEqualVerdicts(kind: Kind, servers: () => readonly [AdmissionServer, AdmissionServer]): void {
  for (const { name, manifest, field } of invalid[kind]) {
    it(`${name}: ${field}`, async () => {
      const [one, other] = await Promise.all(servers().map((server) => server.judge(manifest)));
      expect(one).to.deep.equal(other);
    });
  }
}
