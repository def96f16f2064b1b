import { FieldError } from '../errors/index.ts';
import { SCALAR, struct, UNTYPED } from '../fields/index.ts';
import { at, listOf, stringOf } from '../json/index.ts';
import { containerColumns } from './container-columns.ts';
import { builtin } from './builtin.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { POD_TEMPLATE } from './core-types.ts';
import type { ResourceKind } from './resource-kind.ts';
import { cronJobDefaults } from './workload-defaults.ts';

const TEMPLATE = ['spec', 'jobTemplate', 'spec', 'template'] as const;

/** CronJobs, stored as written: no controller makes jobs of them. */
export const BATCH: readonly ResourceKind[] = [
  builtin({
    group: 'batch',
    kind: 'CronJob',
    plural: 'cronjobs',
    shortNames: ['cj'],
    categories: ['all'],
    subresources: ['status'],
    generation: true,
    empty: {
      spec: { schedule: '', jobTemplate: { metadata: {}, spec: { template: { metadata: {}, spec: {} } } } },
      status: {},
    },
    fields: {
      spec: struct(
        {
          schedule: SCALAR,
          suspend: SCALAR,
          jobTemplate: struct({ spec: struct({ template: POD_TEMPLATE }, UNTYPED) }, UNTYPED),
        },
        UNTYPED,
      ),
      status: UNTYPED,
    },
    defaults: cronJobDefaults,
    validate: (object) =>
      listOf(at(object, ...TEMPLATE, 'spec', 'containers')).length > 0
        ? []
        : [FieldError.required('spec.jobTemplate.spec.template.spec.containers', '')],
    columns: [
      nameColumn,
      column('Schedule', (object) => stringOf(at(object, 'spec', 'schedule')) ?? ''),
      column('Timezone', (object) => stringOf(at(object, 'spec', 'timeZone')) ?? '<none>'),
      column('Suspend', (object) => at(object, 'spec', 'suspend') === true, 'boolean'),
      column('Active', (object) => listOf(at(object, 'status', 'active')).length, 'integer'),
      column('Last Schedule', (object) => stringOf(at(object, 'status', 'lastScheduleTime')) ?? '<none>'),
      ageColumn,
      ...containerColumns(TEMPLATE),
    ],
  }),
];
