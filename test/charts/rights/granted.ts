import { z } from 'zod';
import type { Rendered } from '../helm.ts';

/** A right as RBAC has it, down to a single verb of a single resource. */
export interface GrantedRight {
  readonly verb: string;
  /** With its group and its subresource: `apps/deployments`, `/serviceaccounts/token`. */
  readonly resource: string;
  /** The only object that it is for; undefined: all. */
  readonly name: string | undefined;
  /** The only namespace that it is for; undefined: all. */
  readonly namespace: string | undefined;
}

const Rules = z.array(
  z.object({
    apiGroups: z.array(z.string()),
    resources: z.array(z.string()),
    verbs: z.array(z.string()),
    resourceNames: z.array(z.string()).optional(),
  }),
);

/** Every right that the roles of a release grant, each once. */
export function grantedRights(objects: readonly Rendered[]): readonly GrantedRight[] {
  const all = objects
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap((role) => {
      const namespace = role.kind === 'Role' ? role.metadata.namespace : undefined;
      return Rules.parse(role['rules']).flatMap(({ apiGroups, resources, verbs, resourceNames }) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            verbs.flatMap((verb) =>
              (resourceNames ?? [undefined]).map((name) => ({ verb, resource: `${group}/${resource}`, name, namespace })),
            ),
          ),
        ),
      );
    });
  return [...new Map(all.map((right) => [formatRight(right), right])).values()];
}

/** `patch apps/deployments in shop`, for messages and comparisons. */
export function formatRight({ verb, resource, name, namespace }: GrantedRight): string {
  return `${verb} ${resource}${name === undefined ? '' : ` named ${name}`}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
