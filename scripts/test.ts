import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';

const HELP = `Runs the tests.

  npm test                         all of them, in two processes beside each other where the machine has two processors
  npm test -- test/kernel          those below a folder, or single files, in one process
  npm test -- --grep 'R12'         those whose title matches
  npm test -- --times              says at the end which files took longest

Suites that need a real control plane use the binaries of "npm run cluster:build"; without them they say in one line
what is left out. REQUIRE_CLUSTER=1 makes that a failure.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string' },
    help: { type: 'boolean' },
    bail: { type: 'boolean' },
    times: { type: 'boolean' },
  },
});

/** What came of a run. */
type Tally = Record<'passed' | 'failed' | 'skipped', number>;

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
  const isWhole = places.length === 0 && values.grep === undefined && values.bail !== true;
  const tally = isWhole && availableParallelism() > 1 ? await runBeside(files) : await runHere(files);
  process.stdout.write(`${closingLine(tally)}\n`);
  return tally.failed > 0 || tally.passed === 0 ? 1 : 0;
}

/**
 * Two processes with half of the files each: the end-to-end suites, which are most of the time, wait more than they work. Each process has servers
 * of its own. A process that ends without its closing line counts as a failure.
 */
async function runBeside(files: readonly string[]): Promise<Tally> {
  const isLong = (file: string): boolean => /^test\/(e2e|charts)\//.test(file);
  const long = files.filter(isLong);
  const halves = [0, 1].map((half) => long.filter((_, index) => index % 2 === half));
  halves[1]?.push(...files.filter((file) => !isLong(file)));
  const tallies = await Promise.all(halves.map(runInProcess));
  const sum = (what: keyof Tally): number => tallies.reduce((total, tally) => total + tally[what], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

async function runInProcess(files: readonly string[]): Promise<Tally> {
  const own = fileURLToPath(import.meta.url);
  const times = values.times === true ? ['--times'] : [];
  const child = spawn(process.execPath, ['--import', 'tsx', own, ...times, ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  process.once('SIGTERM', () => child.kill());
  let tally: Tally | undefined;
  // By whole lines: what two processes print at once must stay readable.
  for await (const line of createInterface({ input: child.stdout })) {
    const told = readClosingLine(line);
    if (told === undefined) process.stdout.write(`${line}\n`);
    else tally = told;
  }
  await closed;
  if (tally !== undefined && (child.exitCode === 0 || tally.failed > 0)) return tally;
  process.stdout.write(`a process of the tests ended by ${child.signalCode ?? `exit code ${child.exitCode ?? '?'}`}\n`);
  return { passed: tally?.passed ?? 0, failed: (tally?.failed ?? 0) + 1, skipped: tally?.skipped ?? 0 };
}

function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function readClosingLine(line: string): Tally | undefined {
  const [, passed, failed, skipped = '0'] = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line) ?? [];
  if (passed === undefined || failed === undefined) return undefined;
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
}

async function runHere(files: readonly string[]): Promise<Tally> {
  const mocha = new Mocha({
    timeout: 20_000,
    slow: 1_000,
    forbidOnly: process.env['CI'] === 'true',
    reporter: 'dot',
    bail: values.bail === true,
    ...(values.grep === undefined ? {} : { grep: values.grep }),
  });
  for (const file of files) await load(mocha, file);
  return new Promise((resolve) => {
    const times = new Map<string, number>();
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      if (values.times === true) process.stdout.write(longest(times));
      resolve({ passed: passes, failed: failures, skipped: pending });
    });
    runner.on('test end', ({ file = '', duration = 0 }) => times.set(file, (times.get(file) ?? 0) + duration));
  });
}

function longest(times: ReadonlyMap<string, number>): string {
  const sorted = [...times].sort(([, a], [, b]) => b - a).slice(0, 30);
  return sorted.map(([file, ms]) => `${(ms / 1_000).toFixed(1).padStart(7)} s  ${file}\n`).join('');
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
