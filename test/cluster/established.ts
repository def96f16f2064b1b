import { setTimeout as pause } from 'node:timers/promises';
import type { KubectlOptions, KubectlResult } from './kubectl.ts';

const TRIES = 30;
const PAUSE_MS = 500;

/**
 * Waits until the API server serves all definitions. One that was applied a moment ago has no status yet, and kubectl takes that for a
 * failure instead of waiting; so it is asked again. Rejects with the last refusal after some 15 seconds.
 */
export async function untilEstablished(
  kubectl: (args: readonly string[], options?: KubectlOptions) => Promise<KubectlResult>,
): Promise<void> {
  let last = '';
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { code, stderr } = await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
    if (code === 0) return;
    last = stderr;
    await pause(PAUSE_MS);
  }
  throw new Error(`the definitions were not established: ${last}`);
}
