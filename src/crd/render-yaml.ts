import { stringify } from 'yaml';
import type { CustomResourceDefinition } from './compose-crd.ts';

const NOTICE = '# Generated from the schemas in src/plugins by `npm run generate`. Do not edit.\n';

/**
 * The definition as a YAML document. Keys are sorted, so that equal definitions give equal bytes; and kubectl reads YAML 1.1, where
 * `On` is no text unless it stands in quotes.
 */
export function renderYaml(crd: CustomResourceDefinition): string {
  const options = { sortMapEntries: true, lineWidth: 120, aliasDuplicateObjects: false, compat: 'yaml-1.1' } as const;
  return NOTICE + stringify(crd, options);
}
