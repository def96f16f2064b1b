import { stringify } from 'yaml';

/** How a client reaches the test cluster, and as whom. */
export interface KubeconfigInput {
  readonly server: string;
  readonly caPem: string;
  readonly token: string;
  /** Namespace of the context; `default` when left out. */
  readonly namespace?: string;
}

/** The text of a kubeconfig with one context and everything inline, so that it can be moved about. */
export function kubeconfig({ server, caPem, token, namespace = 'default' }: KubeconfigInput): string {
  const cluster = { server, 'certificate-authority-data': Buffer.from(caPem).toString('base64') };
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', namespace } }],
    'current-context': 'test',
  });
}
