import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';

const HELP = `Runs the tests.

  npm test                         all of them
  npm test -- test/kernel          those below a folder, or single files
  npm test -- --grep 'R12'         those whose title matches

Suites that need a real control plane use the binaries of "npm run cluster:build"; without them they say in one line
what is left out. REQUIRE_CLUSTER=1 makes that a failure.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' }, help: { type: 'boolean' }, bail: { type: 'boolean' } },
});

if (values.help === true) {
  process.stdout.write(HELP);
} else {
  process.exitCode = await run(positionals);
}

/** Runs the files and prints one closing line that tools can read; resolves to the exit code. */
async function run(places: readonly string[]): Promise<number> {
  const files = (await Promise.all((places.length > 0 ? places : ['test', 'examples']).map(testFiles))).flat().sort();
  if (files.length === 0) {
    process.stderr.write('no test file is there\n');
    return 2;
  }
  const mocha = new Mocha({
    timeout: 20_000,
    slow: 1_000,
    forbidOnly: process.env['CI'] === 'true',
    reporter: 'dot',
    bail: values.bail === true,
    ...(values.grep === undefined ? {} : { grep: values.grep }),
  });
  for (const file of files) await load(mocha, file);
  const { passed, failed, skipped } = await new Promise<Record<'passed' | 'failed' | 'skipped', number>>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending });
    });
  });
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

/**
 * Loads a file as mocha does, but by import alone. Mocha tries `require` first, and then each module that both kinds of files use is there
 * twice, with what it remembers.
 */
async function load(mocha: Mocha, file: string): Promise<void> {
  mocha.suite.emit('pre-require', globalThis, file, mocha);
  const module: unknown = await import(pathToFileURL(resolve(file)).href);
  mocha.suite.emit('require', module, file, mocha);
  mocha.suite.emit('post-require', globalThis, file, mocha);
}

async function testFiles(place: string): Promise<string[]> {
  if (place.endsWith('.ts')) return [place];
  const found: string[] = [];
  for await (const file of glob(`${place.replace(/\/$/, '')}/**/*.test.ts`)) found.push(file);
  return found;
}
