import type { ContractCheck } from '#testkit';
import type { CommandIo } from '../command-io.ts';

/** Longer than the operator gives a login. */
const LIMIT_MS = 15_000;

/** Runs the checks one after the other and prints a line for each; whether all hold. */
export async function runChecks(checks: readonly ContractCheck[], io: CommandIo): Promise<boolean> {
  let failed = 0;
  for (const { title, run } of checks) {
    try {
      await inTime(run());
      io.out(`ok      ${title}\n`);
    } catch (error) {
      failed += 1;
      io.out(`failed  ${title}\n        ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  io.err(`${checks.length} checks, ${failed} failed\n`);
  return failed === 0;
}

function inTime(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`it did not end within ${LIMIT_MS / 1_000} s`));
    }, LIMIT_MS);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
