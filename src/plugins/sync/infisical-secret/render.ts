import {
  asOperatorError,
  TemplateBudget,
  type Clock,
  type CustomResource,
  type DesiredTarget,
  type OperatorError,
  type SourceSecret,
  type SyncTarget,
  type Templates,
} from '#kernel';
import { emptySource } from './actors.ts';
import { infisicalSecretDefinition } from './definition.ts';
import { desiredTarget } from './desired.ts';
import type { InfisicalSecretSpec } from './spec-parse.ts';
import { invalidKeyNames } from './targets.ts';

/** What a pass would write, and what it would complain about. */
export interface RenderedTargets {
  /** In the order of the spec; one that cannot be made does not keep the others from being so. */
  readonly targets: readonly { readonly kind: SyncTarget['kind']; readonly desired: DesiredTarget }[];
  readonly errors: readonly OperatorError[];
}

/** How values become the data of targets. */
export interface RenderServices {
  readonly templates: Templates;
  readonly clock: Pick<Clock, 'monotonic'>;
  kindOf(kind: SyncTarget['kind']): Pick<SyncTarget, 'encode'>;
}

/** The targets of a resource over these secrets, which are sorted by key as a read has them, where nothing is in the cluster. */
export function renderTargets(
  { metadata }: CustomResource,
  spec: InfisicalSecretSpec,
  secrets: readonly SourceSecret[],
  services: RenderServices,
): RenderedTargets {
  if (secrets.length === 0 && spec.emptyPolicy === 'Keep') return { targets: [], errors: [emptySource(spec)] };
  const { namespace, name, uid, labels, annotations } = metadata;
  const owner = { identity: { type: infisicalSecretDefinition.type, namespace, name, uid }, labels, annotations };
  const targets: RenderedTargets['targets'][number][] = [];
  const errors: OperatorError[] = [];
  const badKeys = new Set<string>();
  const budget = new TemplateBudget(services.templates, services.clock);
  for (const target of spec.targets) {
    try {
      const kind = services.kindOf(target.kind);
      const { target: desired, invalidKeys } = desiredTarget(target, owner, secrets, {
        encode: (value) => kind.encode(value),
        render: (template, data) => budget.render(template, data),
      });
      targets.push({ kind: target.kind, desired });
      invalidKeys.forEach((key) => badKeys.add(key));
    } catch (error) {
      errors.push(asOperatorError(error));
    }
  }
  if (badKeys.size > 0) errors.push(invalidKeyNames([...badKeys]));
  return { targets, errors };
}
