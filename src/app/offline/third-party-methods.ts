import { AUTH_METHOD, Container, loadPlugins, type AuthMethodContribution, type PluginManifest } from '#kernel';
import { BUILT_IN_PLUGINS } from '../built-in-plugins.ts';

/** Schemas of the settings of third parties' login methods, by the name of the method. */
export type ThirdPartyMethods = ReadonlyMap<string, AuthMethodContribution['spec']>;

/** The login methods of these plugins. Constructs none. Throws a `PluginError` for plugins that the operator would not load. */
export function thirdPartyMethods(plugins: readonly PluginManifest[]): ThirdPartyMethods {
  const extensions = loadPlugins(BUILT_IN_PLUGINS, Container.create(), { thirdParty: plugins });
  return new Map(
    extensions
      .all(AUTH_METHOD)
      .filter(({ origin }) => origin === 'third-party')
      .map(({ contribution: { key, spec } }) => [key, spec]),
  );
}
