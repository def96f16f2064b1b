export type { CelCompiler, CelProgram, CelSchema } from './cel.ts';
export { rootMergeType } from './merge-type-of.ts';
export { dropAbsentNulls, prune, withDefaults } from './prune.ts';
export { compileRules, hasRules, ruleErrors } from './rules.ts';
export type { RuleTable } from './rules.ts';
export { Schema } from './schema.ts';
export type { Rule, SchemaNode } from './schema.ts';
export { structuralErrors } from './structural.ts';
export { schemaErrors } from './validate.ts';
