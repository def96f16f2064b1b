import { copyFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { sbomOf } from './build/sbom.ts';

/** Some dependencies are CommonJS and call `require` for Node's own modules, which an ES module must be given. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  // Plugins of third parties run in processes, each of which begins with a file of its own.
  entryPoints: { main: 'src/cli/main.ts', 'plugin-main': 'src/third-party/process/plugin-main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  // Names stay: they are in logs, in traces and in the errors of the container. Short ones, put right again at every start, would cost more.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  banner: { js: BANNER },
  logLevel: 'info',
  metafile: true,
});
// Only what reached the output, as code that nothing uses is left out.
const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
const files = bundled.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));
await writeFile('dist/sbom.cdx.json', await sbomOf(files));
// Interfaces only, so that it is a declaration as it stands.
await copyFile('src/third-party/plugin-api.ts', 'dist/plugin-api.d.ts');
