import { expect } from 'chai';
import { BATCHES } from './batches.ts';
import { concerns, type ContractCase, verify } from './case.ts';
import { LOGINS } from './logins.ts';
import { FOLDER_CASES, IMPORT_CASES } from './places.ts';
import { ENVIRONMENT_CASES, OTHER_CASES, PROJECT_CASES } from './projects.ts';
import { READS } from './reads.ts';
import { REFERENCES } from './references.ts';
import { Stage, type Surface } from './stage.ts';
import { TOKENS } from './tokens.ts';
import { V3_TARGETS } from './v3-targets.ts';
import { WRITES } from './writes.ts';

const ERAS: readonly Surface[] = [
  { era: '24', api: 'v3' },
  { era: '26', api: 'v3' },
];
const ALL: readonly Surface[] = [...ERAS, { era: '26', api: 'v4' }];

interface Table {
  readonly name: string;
  readonly cases: readonly ContractCase[];
  readonly surfaces: readonly Surface[];
}

const TABLES: readonly Table[] = [
  { name: 'logins', cases: LOGINS, surfaces: ERAS },
  { name: 'tokens', cases: TOKENS, surfaces: ERAS },
  { name: 'reads', cases: READS, surfaces: ALL },
  { name: 'projects of the older reads', cases: V3_TARGETS, surfaces: ERAS },
  { name: 'references', cases: REFERENCES, surfaces: ALL },
  { name: 'writes', cases: WRITES, surfaces: ALL },
  { name: 'batches', cases: BATCHES, surfaces: ALL },
  { name: 'folders', cases: FOLDER_CASES, surfaces: ERAS },
  { name: 'imports', cases: IMPORT_CASES, surfaces: ERAS },
  { name: 'projects', cases: PROJECT_CASES, surfaces: ERAS },
  { name: 'environments', cases: ENVIRONMENT_CASES, surfaces: ERAS },
  { name: 'other routes', cases: OTHER_CASES, surfaces: ERAS },
];

describe('Infisical emulator: contract', () => {
  for (const { name, cases, surfaces } of TABLES) {
    for (const surface of surfaces) {
      describe(`${name}, server of ${surface.era}, API ${surface.api}`, () => {
        for (const each of cases.filter((one) => concerns(surface, one))) {
          it(each.name, async () => {
            const stage = await Stage.open(surface);
            try {
              await verify(each, stage);
              expect(stage.infisical.crashes).to.deep.equal([]);
            } finally {
              await stage.infisical.stop();
            }
          });
        }
      });
    }
  }
});
