import type { Value } from '../values/value.ts';

/** A number as written: what it can be used as; a parameter decides, or `ideal` when none does. */
export interface NumberNode {
  readonly kind: 'number';
  readonly offset: number;
  /** The value where any type will do; undefined when it does not fit an int. */
  readonly ideal: Value | undefined;
  readonly int: bigint | undefined;
  readonly float: number | undefined;
}

/** A pipeline: declarations and the commands whose results are handed on. */
export interface PipeNode {
  readonly kind: 'pipe';
  readonly offset: number;
  readonly assign: boolean;
  readonly variables: readonly string[];
  readonly commands: readonly CommandNode[];
}

/** One stage of a pipeline: an operand and its arguments. */
export interface CommandNode {
  readonly offset: number;
  readonly args: readonly [OperandNode, ...OperandNode[]];
}

/** What can stand in a command. */
export type OperandNode =
  | NumberNode
  | PipeNode
  | { readonly kind: 'bool'; readonly offset: number; readonly value: boolean }
  | { readonly kind: 'string'; readonly offset: number; readonly value: string }
  | { readonly kind: 'nil' | 'dot'; readonly offset: number }
  | { readonly kind: 'field'; readonly offset: number; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly offset: number; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'chain'; readonly offset: number; readonly base: OperandNode; readonly path: readonly string[] }
  | { readonly kind: 'identifier'; readonly offset: number; readonly name: string };

/** What a template consists of. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly offset: number; readonly text: string }
  | { readonly kind: 'action'; readonly offset: number; readonly pipe: PipeNode }
  | { readonly kind: 'break' | 'continue'; readonly offset: number }
  | { readonly kind: 'template'; readonly offset: number; readonly name: string; readonly pipe: PipeNode | undefined }
  | BranchNode;

/** if, with and range: a pipeline, a body and what to do otherwise. */
export interface BranchNode {
  readonly kind: 'if' | 'with' | 'range';
  readonly offset: number;
  readonly pipe: PipeNode;
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[] | undefined;
}

/** A parsed text: its own body and the templates that it defines. */
export interface ParsedTemplate {
  readonly source: string;
  readonly body: readonly TemplateNode[];
  readonly definitions: ReadonlyMap<string, readonly TemplateNode[]>;
}
