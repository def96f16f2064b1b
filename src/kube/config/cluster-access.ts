/** What TLS needs to know of a cluster; PEM texts, each absent when the cluster or the user sets none. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Name that the server's certificate must carry, when it is not the host of the URL. */
  readonly servername?: string;
  /** False only where a kubeconfig says `insecure-skip-tls-verify`. */
  readonly rejectUnauthorized?: boolean;
}

/** What proves who we are: headers to send with each request, and client certificates. Never logged. */
export interface Credentials {
  /** Trimmed: the newline at the end of a token file would make a header invalid. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
}

/** A cluster to talk to, and as whom. */
export interface ClusterAccess {
  /** Base URL of the API server; may have a path where a gateway is in between. */
  readonly server: URL;
  /** HTTP or HTTPS proxy of the kubeconfig's cluster entry. */
  readonly proxyUrl: string | undefined;
  /** Namespace of the context, or of the pod; `default` where nothing says. */
  readonly namespace: string;
  /**
   * The credentials of this moment. May read files, run an exec plugin or call an OpenID provider; those bring no
   * cancellation of their own, so callers put a deadline on it. `fresh`: what the source cached is not good enough.
   */
  credentials(fresh: boolean): Promise<Credentials>;
}
