import { expect } from 'chai';
import { run } from './command-line.ts';

describe('infisical-operator explain', () => {
  it('says what a reason means and what to do', async () => {
    const { code, out } = await run(['explain', 'EmptySource']);
    expect(code).to.equal(0);
    expect(out).to.match(/^EmptySource\n\n[A-Z][^\n]+\.\n\nWhat to do: [A-Z][^\n]+\.\n$/);
  });

  it('says what a field is for, its rules and what is below it', async () => {
    const { out } = await run(['explain', 'InfisicalSecret.spec.managedSecretReference.template']);
    expect(out).to.match(
      /^InfisicalSecret\.spec\.managedSecretReference\.template \(object\)\n\nHow the data of the target is made/,
    );
    expect(out).to.contain('\n\nRules:\n  data must have a key, or includeAllSecrets must be true');
    expect(out).to.match(/\n\nFields:\n {2}data \(map of string\): Key of the target to Go template\./);
  });

  for (const topic of [
    'is.spec.managedKubeSecretReferences.secretName',
    'spec.managedkubesecretreferences[].secretname',
  ]) {
    it(`finds ${topic}`, async () => {
      const { out } = await run(['explain', topic]);
      expect(out).to.match(/^InfisicalSecret\.spec\.managedKubeSecretReferences\.secretName \(string\)\n/);
      expect(out).to.contain('at most 253 characters');
    });
  }

  it('marks what is required', async () => {
    const { out } = await run(['explain', 'infisicalsecrets.spec.tls.caRef']);
    expect(out).to.contain('\n  key (string, required): Key in the Secret');
  });

  for (const [topic, said] of [
    ['TemplateInvalit', /neither a kind nor a reason is called TemplateInvalit; TemplateInvalid was perhaps meant/],
    ['InfisicalSecret.spec.hostAPi2', /InfisicalSecret\.spec has no field hostAPi2; hostAPI was perhaps meant/],
    ['somethingElse', /neither a kind nor a reason is called somethingElse\n/],
  ] as const) {
    it(`says that there is no ${topic}`, async () => {
      const { code, out, err } = await run(['explain', topic]);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.match(said);
    });
  }
});
