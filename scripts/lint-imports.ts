import { spawnSync } from 'node:child_process';

/** Fewer modules than this means that the files were not read, which would pass for "nothing forbidden". */
const LEAST_MODULES = 200;

const { stdout, stderr, status } = spawnSync(
  'depcruise',
  ['src', 'test', 'scripts', 'bench', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
  { encoding: 'utf8' },
);
process.stdout.write(stdout);
process.stderr.write(stderr);
const modules = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
if (modules < LEAST_MODULES) {
  process.stdout.write(`only ${modules} modules were read, at least ${LEAST_MODULES} are expected\n`);
  process.exitCode = 1;
}
if (status !== 0) process.exitCode = 1;
