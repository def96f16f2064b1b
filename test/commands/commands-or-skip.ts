import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** What was skipped in this process, by the command that is missing. */
const leftOut = new Map<string, string[]>();

/**
 * For a hook or a test that runs other people's commands: skips when one is not on the PATH, and one line at the end of the run says so. With
 * REQUIRE_COMMANDS=1 it fails instead.
 */
export async function commandsOrSkip(context: Mocha.Context, commands: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (const command of commands) if (!(await isOnPath(command))) missing.push(command);
  if (missing.length === 0) return;
  const reason = `no ${missing.join(', ')} on the PATH; the packages of Debian have it`;
  if (process.env['REQUIRE_COMMANDS'] === '1') throw new Error(`REQUIRE_COMMANDS=1, but there is ${reason}`);
  if (leftOut.size === 0) {
    process.once('exit', () => {
      const parts = [...leftOut].map(([why, titles]) => `${titles.join(', ')} (${why})`);
      process.stdout.write(`Left out: ${parts.join('; ')}\n`);
    });
  }
  leftOut.set(reason, [...(leftOut.get(reason) ?? []), context.runnable().parent?.fullTitle() ?? 'a suite']);
  context.skip();
}

async function isOnPath(command: string): Promise<boolean> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const found = await access(join(folder, command), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
