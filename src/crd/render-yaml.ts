import { stringify } from 'yaml';
import type { CustomResourceDefinition } from './compose-crd.ts';

const NOTICE = '# Generated from the schemas in src/plugins by `npm run generate`. Do not edit.\n';

/** The definition as a YAML document. Keys are sorted, so that equal definitions give equal bytes. */
export function renderYaml(crd: CustomResourceDefinition): string {
  return NOTICE + stringify(crd, { sortMapEntries: true, lineWidth: 120, aliasDuplicateObjects: false });
}
