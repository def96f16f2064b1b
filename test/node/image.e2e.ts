import { expect } from 'chai';
import { z } from 'zod';
import manifest from '../../package.json' with { type: 'json' };
import { archiveOf, imagesFolder } from './images/build-images.ts';
import { openArchive, type ImageArchive } from './images/image-archive.ts';

const Sbom = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ component: z.object({ name: z.string(), version: z.string() }) }),
  components: z.array(z.object({ name: z.string(), version: z.string() })),
});

describe('the image, as its Dockerfile builds it', function () {
  this.timeout(60_000);
  let image: ImageArchive;
  before(async () => {
    image = await openArchive(archiveOf(imagesFolder(), 'operator'));
  });

  it('adds less than 80 MB to its base, in /app alone', () => {
    const [, ...own] = image.layers;
    expect(own).to.have.length(1);
    for (const { bytes, files } of own) {
      process.stdout.write(`\nmeasured: the image adds ${(bytes / 1e6).toFixed(1)} MB to its base\n`);
      expect(bytes).to.be.lessThan(80e6);
      expect(files.filter((file) => !/^app(\/|$)/.test(file))).to.deep.equal([]);
      expect(files).to.include.members(['app/main.js', 'app/LICENSE', 'app/sbom.cdx.json']);
    }
  });

  it('runs the operator as a user without a name and without rights', () => {
    expect(image.config).to.deep.include({
      User: '65532:65532',
      Entrypoint: ['/nodejs/bin/node', '/app/main.js'],
      Cmd: ['run'],
    });
    expect(image.config.Labels).to.include({
      'org.opencontainers.image.title': 'infisical-operator',
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.version': manifest.version,
    });
  });

  it('says in its SBOM what is in the bundle, and nothing of what it was built with', async () => {
    const { metadata, components } = Sbom.parse(JSON.parse(await image.read('app/sbom.cdx.json')));
    expect(metadata.component).to.deep.include({ name: manifest.name, version: manifest.version });
    const names = components.map(({ name }) => name);
    expect(names).to.include.members(Object.keys(manifest.dependencies));
    for (const name of Object.keys(manifest.devDependencies)) expect(names).not.to.include(name);
  });
});
