import type { Contributed, ExtensionPoint } from '../contracts/index.ts';

/** The version of the kernel's contracts that this kernel offers. Raised when a contract changes so that old plugins would break. */
export const CONTRACT_VERSION = 1;

/** One addition of a plugin to one extension point. */
export interface Contribution {
  /** Id of the extension point. */
  readonly point: string;
  readonly contribution: Contributed;
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
