import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What a package says of itself, as far as it is read here. */
const Package = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/** A file of a dependency: the folder of its package, at the innermost `node_modules`. */
const OF_PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * The bill of materials of a bundle, in CycloneDX 1.5 as JSON: every package of which a file is in it, and no other. It has no time and no random
 * number, so that the same sources give the same bytes. Rejects when a package does not say its name and version.
 * Format: https://cyclonedx.org/docs/1.5/json/
 */
export async function sbomOf(bundledFiles: readonly string[]): Promise<string> {
  const folders = new Set(bundledFiles.flatMap((file) => OF_PACKAGE.exec(file)?.[0] ?? []));
  const packages = await Promise.all([...folders].map(readPackage));
  const components = new Map(packages.map((each) => [purl(each), component('library', each)]));
  const sorted = [...components].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: component('application', await readPackage('.')) },
    components: sorted,
  };
  return `${JSON.stringify(sbom, undefined, 2)}\n`;
}

type Package = z.infer<typeof Package>;

async function readPackage(folder: string): Promise<Package> {
  return Package.parse(JSON.parse(await readFile(`${folder}/package.json`, 'utf8')));
}

function component(type: 'application' | 'library', each: Package): object {
  const { name, version, license } = each;
  const reference = purl(each);
  // Licences of npm packages are SPDX expressions.
  const licenses = license === undefined ? {} : { licenses: [{ expression: license }] };
  return { type, 'bom-ref': reference, name, version, purl: reference, ...licenses };
}

/** https://github.com/package-url/purl-spec: the at-sign of a scope is encoded. */
function purl({ name, version }: Package): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
