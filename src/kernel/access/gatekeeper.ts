import type { Access, ObjectKey, ObjectReference } from '../contracts/index.ts';
import type { ReferencePolicy } from './reference-policy.ts';
import { ResourceAccess, type SharedServices } from './resource-access.ts';

/** Gives each resource its own ways, and knows whose change may open or close one. */
export class Gatekeeper {
  constructor(
    private readonly services: SharedServices,
    private readonly policy: ReferencePolicy,
  ) {}

  /** The ways of this resource and of no other. */
  for({ namespace, name }: ObjectKey): Access {
    return new ResourceAccess(this.services, this.policy, { namespace, name });
  }

  /** The references, and what besides them decides on whether the resource may use them. */
  withGrantors({ namespace }: ObjectKey, references: readonly ObjectReference[]): readonly ObjectReference[] {
    return [...references, ...this.policy.grantors(namespace, references)];
  }

  /** Whether a change of this object may open or close a way of the resource. */
  decidesFor({ namespace }: ObjectKey, reference: ObjectReference): boolean {
    return this.policy.isGrantor(namespace, reference);
  }
}
