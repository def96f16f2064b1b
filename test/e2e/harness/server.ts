import type { KubectlOptions, KubectlResult } from '../../cluster/index.ts';
import type { KubeApi } from './kube-api.ts';

/** One request that an operator made of the API server. */
export interface OperatorCall {
  /** As in RBAC: a server-side apply is `patch`. Watches are left out: a real server tells of them when they end. */
  readonly verb: string;
  readonly resource: string;
  /** Empty for the resource itself. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: number;
}

/** An operator's access to the API server, apart from that of all others. */
export interface Seat {
  readonly kubeconfigPath: string;
  /** What was asked with this access so far, in the order of the answers; watches, discovery and health left out. */
  calls(): Promise<readonly OperatorCall[]>;
}

/** A request to hold back, as far as an emulator can. */
export interface HeldRequest {
  /** Resolves when it has arrived. */
  readonly arrived: Promise<unknown>;
  release(): void;
}

/** An API server with the definitions in place. The suite runs against each the same way. */
export interface Server {
  readonly name: string;
  /** As an administrator. */
  readonly api: KubeApi;
  /** Makes an access of its own for one operator. */
  seat(): Promise<Seat>;
  /** Real kubectl as an administrator. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<KubectlResult>;
  /** Breaks all connections, and serves the same data again at the same address. */
  restart(): Promise<void>;
  /** Keeps writes of a resource waiting, of all objects or of those of one name; undefined where the server cannot be told to. */
  readonly holdWrites: ((resource: string, subresource: string, name?: string) => HeldRequest) | undefined;
  /** Has every change of a Deployment refused by an admission rule `freeze-<namespace>`, until what it gives is called. */
  readonly refuseChanges?: (namespace: string, deployment: string) => Promise<() => Promise<void>>;
  /** Whether a controller puts tokens into Secrets that are annotated with a ServiceAccount. */
  readonly makesTokens: boolean;
  stop(): Promise<void>;
}
