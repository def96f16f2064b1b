import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

/** Some dependencies are CommonJS and call `require` for Node's own modules, which an ES module must be given. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

await rm('dist', { recursive: true, force: true });
await build({
  // Plugins of third parties run in threads, each of which begins with a file of its own.
  entryPoints: { main: 'src/cli/main.ts', 'plugin-worker': 'src/third-party/worker/plugin-worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  // Class and function names are in logs and in the errors of the container.
  keepNames: true,
  sourcemap: true,
  banner: { js: BANNER },
  logLevel: 'info',
});
