import type { Contributed, ExtensionPoint } from '../contracts/index.ts';

/** The version of the kernel's contracts that this kernel offers. Raised when a contract changes so that old plugins would break. */
export const CONTRACT_VERSION = 1;

/** One addition of a plugin to one extension point. */
export interface Contribution {
  /** Id of the extension point. */
  readonly point: string;
  readonly contribution: Contributed;
}

/** One right of RBAC. */
export interface Right {
  /** API group, empty for the core. */
  readonly group: string;
  /** Plural, with the subresource behind a slash: `serviceaccounts/token`. */
  readonly resource: string;
  readonly verbs: readonly ('get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete')[];
  /** Names of the only objects that it is for; absent: all. */
  readonly names?: readonly string[];
  /** Where: `watched`, which is meant when absent, in every namespace that the operator works in; `cluster`, by a
   * ClusterRole alone, as what is outside of all namespaces, and what is of no use without that. */
  readonly scope?: 'watched' | 'cluster';
}

/** What a plugin is, as data: the loader lists it, checks it and prints it without running any of its code. */
export interface PluginManifest {
  /** `<area>.<kebab-name>`, unique: `auth.universal`. */
  readonly id: string;
  /** The contract version that it was written against. */
  readonly contract: number;
  /** One sentence for lists of plugins. */
  readonly summary: string;
  /** What it needs of the place where the operator runs: alternatives, a phrase each. Nothing, where credentials are objects of the cluster. */
  readonly needs?: readonly string[];
  /** Rights in the cluster that its contributions do not show by themselves: those that they watch, write or restart are known. */
  readonly rights?: readonly Right[];
  readonly contributes: readonly Contribution[];
}

/** Declares a plugin. Only types it: all checks are the loader's, so that third parties take the same path. */
export function definePlugin(manifest: PluginManifest): PluginManifest {
  return manifest;
}

/** Binds a contribution to its extension point; the compiler checks that it is of the point's type. */
export function contribute<C extends Contributed>(point: ExtensionPoint<C>, contribution: NoInfer<C>): Contribution {
  return { point: point.id, contribution };
}
