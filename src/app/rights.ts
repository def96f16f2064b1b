import {
  AUTH_METHOD,
  Container,
  RELOADER,
  RESOURCE,
  SYNC_TARGET,
  loadPlugins,
  type CrossNamespace,
  type PluginManifest,
  type ReferenceKind,
  type ResourceType,
  type Right,
} from '#kernel';
import { CORE_TYPES, EVENT_TYPE, LEASE_TYPE } from '../kube/index.ts';

/** Where a right is needed. */
export type RightScope =
  /** In every namespace that the operator works in. */
  | 'watched'
  /** In the namespace of the ConfigMap `infisical-config`. */
  | 'config'
  /** In the namespace of the Lease. */
  | 'lease'
  /** Outside of all namespaces. */
  | 'cluster';

/** A right with the part of the operator that uses it. */
export interface NeededRight extends Omit<Right, 'scope'> {
  /** Id of the plugin; undefined: every operator needs it. */
  readonly plugin: string | undefined;
  readonly scope: RightScope;
  /** Needed with this value of `--cross-namespace` only. */
  readonly crossNamespace?: CrossNamespace;
  /** Needed only where the operator has its rights there. Undefined: wherever it works. */
  readonly reach?: 'whole-cluster' | 'several-namespaces';
}

/** Verbs of a watch with its list. */
const WATCH = ['list', 'watch'] as const;

/**
 * Every right that an operator with these plugins uses, and no other: what a Role must grant. Read off the contributions of the plugins, so that it cannot
 * be forgotten there; what those do not show stands in `rights` of the manifest. Throws a `PluginError` when the plugins cannot be loaded together.
 */
export function neededRights(plugins: readonly PluginManifest[]): readonly NeededRight[] {
  const base: readonly NeededRight[] = [
    right(EVENT_TYPE, ['create', 'patch'], { scope: 'watched' }),
    { ...right(CORE_TYPES.ConfigMap, ['get', ...WATCH], { scope: 'config' }), names: ['infisical-config'] },
    // Who may annotate a namespace opens it. One is looked up; all are watched, which a Role cannot allow.
    {
      ...right(CORE_TYPES.Namespace, ['get'], { scope: 'watched' }),
      crossNamespace: 'Grant',
      reach: 'several-namespaces',
    },
    { ...right(CORE_TYPES.Namespace, WATCH, { scope: 'watched' }), crossNamespace: 'Grant', reach: 'whole-cluster' },
    right(LEASE_TYPE, ['get', 'create', 'update'], { scope: 'lease' }),
  ];
  return [...base, ...plugins.flatMap(rightsOfPlugin)];
}

function rightsOfPlugin(manifest: PluginManifest): readonly NeededRight[] {
  const registry = loadPlugins([manifest], Container.create());
  const at = { scope: 'watched', plugin: manifest.id } as const;
  const read = (kind: ReferenceKind): NeededRight => right(CORE_TYPES[kind], ['get', ...WATCH], at);
  return [
    ...registry.all(AUTH_METHOD).flatMap(({ contribution }) => contribution.watches.map(read)),
    ...registry
      .all(SYNC_TARGET)
      .map(({ contribution }) =>
        right(CORE_TYPES[contribution.key], ['get', ...WATCH, 'create', 'patch', 'delete'], at),
      ),
    ...registry.all(RELOADER).map(({ contribution }) => right(contribution.type, [...WATCH, 'patch'], at)),
    ...registry
      .all(RESOURCE)
      .flatMap(({ contribution: { definition } }) => [
        right(definition.type, ['get', ...WATCH, 'patch'], at),
        { ...right(definition.type, ['patch'], at), resource: `${definition.type.plural}/status` },
      ]),
    ...(manifest.rights ?? []).map((each) => ({ ...each, ...at, scope: each.scope ?? at.scope })),
  ];
}

function right(
  { group, plural }: ResourceType,
  verbs: Right['verbs'],
  { scope, plugin }: { readonly scope: RightScope; readonly plugin?: string },
): NeededRight {
  return { group, resource: plural, verbs, scope, plugin };
}
