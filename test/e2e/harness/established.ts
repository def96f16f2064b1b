import type { KubectlOptions, KubectlResult } from '../../cluster/index.ts';
import { eventually } from './eventually.ts';

/**
 * Waits until the API server serves all definitions. One that was applied a moment ago has no status yet, and kubectl takes that for a
 * failure instead of waiting; so it is asked again.
 */
export async function untilEstablished(
  kubectl: (args: readonly string[], options?: KubectlOptions) => Promise<KubectlResult>,
): Promise<void> {
  let last = '';
  await eventually(
    'the definitions to be established',
    async () => {
      const { code, stderr } = await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
      last = stderr;
      return code === 0 || undefined;
    },
    { withinMs: 30_000 },
    () => last,
  );
}
