import { expect } from 'chai';
import { z } from 'zod';
import { sbomOf } from '../../scripts/build/sbom.ts';
import manifest from '../../package.json' with { type: 'json' };

const Sbom = z.object({
  metadata: z.object({ component: z.object({ type: z.string(), name: z.string(), version: z.string() }) }),
  components: z.array(z.looseObject({ name: z.string(), version: z.string(), purl: z.string() })),
});

async function componentsOf(files: readonly string[]): Promise<readonly string[]> {
  return Sbom.parse(JSON.parse(await sbomOf(files))).components.map(({ purl }) => purl.replace(/@[^@]*$/, ''));
}

describe('scripts/build sbomOf', () => {
  const cases = [
    {
      title: 'files of one package',
      files: ['node_modules/zod/index.js', 'node_modules/zod/v4/core/api.js'],
      has: ['pkg:npm/zod'],
    },
    {
      title: 'a package with a scope',
      files: ['node_modules/@kubernetes/client-node/dist/config.js'],
      has: ['pkg:npm/%40kubernetes/client-node'],
    },
    { title: 'sources of the project', files: ['src/cli/main.ts'], has: [] },
    { title: 'a source with a misleading name', files: ['src/node_modules.ts'], has: [] },
    {
      title: 'in the order of names',
      files: ['node_modules/zod/index.js', 'node_modules/pino/pino.js'],
      has: ['pkg:npm/pino', 'pkg:npm/zod'],
    },
  ];
  for (const { title, files, has } of cases) {
    it(`${title}: ${has.length === 0 ? 'none' : has.join(', ')}`, async () => {
      expect(await componentsOf(files)).to.deep.equal(has);
    });
  }

  it('names the version that is installed, and the project itself', async () => {
    const text = await sbomOf(['node_modules/zod/index.js']);
    const { metadata, components } = Sbom.parse(JSON.parse(text));
    expect(metadata.component).to.deep.equal({ type: 'application', name: manifest.name, version: manifest.version });
    expect(components[0]?.version).to.equal(manifest.dependencies.zod);
    expect(await sbomOf(['node_modules/zod/index.js'])).to.equal(text);
  });

  it('rejects for a package that is not there', async () => {
    const error = await sbomOf(['node_modules/no-such-package/index.js']).catch(String);
    expect(error).to.match(/ENOENT.*no-such-package/);
  });
});
