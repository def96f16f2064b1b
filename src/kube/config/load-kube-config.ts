import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import type { ClusterAccess, Credentials, TlsMaterial } from './cluster-access.ts';

/** Where the configuration is, when the usual places are not meant. */
export interface KubeConfigSource {
  /** Path of a kubeconfig. Without it: `$KUBECONFIG`, then `~/.kube/config`, then the pod's ServiceAccount. */
  readonly kubeconfig?: string | undefined;
  /** Name of a context; without it the current one. */
  readonly context?: string | undefined;
}

/** What the library falls back to when it finds no configuration: an address that no cluster of today serves. */
const LIBRARY_FALLBACK = 'http://localhost:8080';

/**
 * Reads where the cluster is and how to log in: in-cluster, kubeconfig files, exec plugins, OIDC and token files, as
 * kubectl does. Reads files now, credentials later. Throws an Error with a message for people when there is no
 * configuration, no such context, or a kind of proxy that is not supported.
 */
export function loadKubeConfig(source: KubeConfigSource = {}): ClusterAccess {
  let config = load(source);
  const cluster = currentCluster(config);
  const proxyUrl = cluster.proxyUrl;
  if (proxyUrl !== undefined && !/^https?:/.test(proxyUrl)) {
    throw new Error(
      `cluster ${cluster.name}: only http and https proxies are supported, not ${proxyUrl.split(':')[0] ?? ''}`,
    );
  }
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace?.trim();
  return {
    server: new URL(cluster.server),
    proxyUrl,
    namespace: namespace === undefined || namespace === '' ? 'default' : namespace,
    async credentials(fresh) {
      // A new object is the only way to make the library forget the token that an exec plugin or a file gave it.
      if (fresh) config = load(source);
      return credentialsOf(config);
    },
  };
}

function load(source: KubeConfigSource): KubeConfig {
  const config = new KubeConfig();
  if (source.kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(source.kubeconfig);
  if (source.context !== undefined) config.setCurrentContext(source.context);
  return allowLoopbackHttp(config);
}

/**
 * The library refuses plain http unless TLS verification is off. To the own machine (`kubectl proxy`, emulators) there
 * is no TLS to verify, so such an entry is let through; any other host keeps being refused, as it would see our token.
 */
function allowLoopbackHttp(config: KubeConfig): KubeConfig {
  const clusters = config.clusters.map((cluster) => {
    const url = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
    const loopback = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
    return loopback ? { ...cluster, skipTLSVerify: true } : cluster;
  });
  config.loadFromOptions({
    clusters,
    users: config.users,
    contexts: config.contexts,
    currentContext: config.currentContext,
  });
  return config;
}

function currentCluster(config: KubeConfig): NonNullable<ReturnType<KubeConfig['getCurrentCluster']>> {
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw new Error(`the kubeconfig has no context or no cluster for "${config.getCurrentContext()}"`);
  if (cluster.server === LIBRARY_FALLBACK && config.getCurrentContext() === 'loaded-context') {
    throw new Error('no cluster is configured: set KUBECONFIG, pass a kubeconfig, or run inside a pod');
  }
  if (!URL.canParse(cluster.server)) throw new Error(`cluster ${cluster.name}: the server address is not a URL`);
  return cluster;
}

const headerValues = z.record(z.string(), z.unknown());

async function credentialsOf(config: KubeConfig): Promise<Credentials> {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(headerValues.parse(options.headers ?? {}))) {
    if (typeof value === 'string') headers[name] = value.trim();
  }
  if (typeof options.auth === 'string')
    headers['Authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  return { headers, tls: tlsOf(options) };
}

function tlsOf(options: RequestOptions): TlsMaterial {
  const ca = pemText(options.ca);
  const cert = pemText(options.cert);
  const key = pemText(options.key);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(options.servername === undefined ? {} : { servername: options.servername }),
    ...(options.rejectUnauthorized === undefined ? {} : { rejectUnauthorized: options.rejectUnauthorized }),
  };
}

function pemText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Buffer.isBuffer(value) ? value.toString('utf8') : undefined;
}
