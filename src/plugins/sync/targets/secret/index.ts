import { SYNC_TARGET, contribute, definePlugin } from '#kernel';
import { SecretTarget } from './secret-target.ts';

/** Writes to Kubernetes Secrets. */
export const plugin = definePlugin({
  id: 'sync.target-secret',
  contract: 1,
  summary: 'Keeps Kubernetes Secrets equal to a place in Infisical.',
  contributes: [contribute(SYNC_TARGET, { key: 'Secret', use: SecretTarget })],
});
