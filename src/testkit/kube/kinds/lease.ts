import { FieldError } from '../errors/index.ts';
import { SCALAR, struct } from '../fields/index.ts';
import { at, type KubeObject } from '../json/index.ts';
import { builtin } from './builtin.ts';
import { ageColumn, nameColumn, pathColumn } from './columns.ts';

function validate(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const seconds = at(object, 'spec', 'leaseDurationSeconds');
  if (typeof seconds === 'number' && seconds <= 0) {
    errors.push(FieldError.invalid('spec.leaseDurationSeconds', seconds, 'must be greater than 0'));
  }
  const transitions = at(object, 'spec', 'leaseTransitions');
  if (typeof transitions === 'number' && transitions < 0) {
    errors.push(FieldError.invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'));
  }
  return errors;
}

export const lease = builtin({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  plural: 'leases',
  unconditionalUpdate: false,
  createOnUpdate: true,
  empty: { spec: {} },
  fields: {
    spec: struct({
      holderIdentity: SCALAR,
      leaseDurationSeconds: SCALAR,
      acquireTime: SCALAR,
      renewTime: SCALAR,
      leaseTransitions: SCALAR,
      strategy: SCALAR,
      preferredHolder: SCALAR,
    }),
  },
  columns: [nameColumn, pathColumn('Holder', 'spec', 'holderIdentity'), ageColumn],
  validate,
});
