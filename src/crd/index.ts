export { composeCrd, type CustomResourceDefinition } from './compose-crd.ts';
export { limits, messages, typeName } from './field-facts.ts';
export { renderReference } from './render-reference.ts';
export { renderYaml } from './render-yaml.ts';
export type { StructuralSchema } from './structural-schema.ts';
export { structureFaults, withoutNulls, type Path, type StructureFault } from './structure-faults.ts';
