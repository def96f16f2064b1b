import { type Assets, findAssets } from './assets.ts';
import type { ToolName } from './tools.ts';

/** What was skipped in this process, by the reason for it. */
const leftOut = new Map<string, string[]>();

/**
 * For the first `before` hook of a suite on the real API server: its binaries, or the suite is skipped and one line at
 * the end of the run names it. With REQUIRE_CLUSTER=1 a missing binary fails the suite instead.
 */
export async function assetsOrSkip(context: Mocha.Context, alsoNeeded: readonly ToolName[] = []): Promise<Assets> {
  const assets = await findAssets();
  const missing = assets === undefined ? ['control plane'] : alsoNeeded.filter((name) => !(name in assets.binaries));
  if (assets !== undefined && missing.length === 0) return assets;
  const reason = `no ${missing.join(', ')}; to build: npm run cluster:build`;
  if (process.env['REQUIRE_CLUSTER'] === '1') throw new Error(`REQUIRE_CLUSTER=1, but there is ${reason}`);
  reportAtEnd(reason, context.runnable().parent?.fullTitle() ?? 'a suite without a title');
  return context.skip();
}

/** Not before the end, so that many skipped suites make one line. */
function reportAtEnd(reason: string, suite: string): void {
  if (leftOut.size === 0) {
    process.once('exit', () => {
      const parts = [...leftOut].map(([why, suites]) => `${suites.join(', ')} (${why})`);
      process.stdout.write(`Left out: ${parts.join('; ')}\n`);
    });
  }
  leftOut.set(reason, [...(leftOut.get(reason) ?? []), suite]);
}
