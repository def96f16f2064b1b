import { SYNC_TARGET, contribute, definePlugin } from '#kernel';
import { ConfigMapTarget } from './config-map-target.ts';

/** Writes to Kubernetes ConfigMaps. */
export const plugin = definePlugin({
  id: 'sync.target-config-map',
  contract: 1,
  summary: 'Keeps Kubernetes ConfigMaps equal to a place in Infisical.',
  contributes: [contribute(SYNC_TARGET, { key: 'ConfigMap', use: ConfigMapTarget })],
});
