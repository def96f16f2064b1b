import 'reflect-metadata';
import { injectable } from 'tsyringe';
import type { Token } from './token.ts';

type Services<Tokens extends readonly Token<unknown>[]> = {
  [Index in keyof Tokens]: Tokens[Index] extends Token<infer T> ? T : never;
};

/**
 * Standard class decorator: the constructor takes what these tokens stand for, in this order. A token whose type does not fit the
 * parameter at its place does not compile. Explicit tokens need no emitted type metadata, which esbuild and tsx do not write.
 */
export function service<const Tokens extends readonly Token<unknown>[]>(
  ...tokens: Tokens
): <
  Class extends new (
    ...args: Services<Tokens> extends infer Args extends readonly unknown[] ? [...Args] : never
  ) => object,
>(
  constructor: Class,
  context: ClassDecoratorContext<Class>,
) => void {
  return (constructor) => {
    Reflect.defineMetadata(
      'design:paramtypes',
      tokens.map(({ id }) => id),
      constructor,
    );
    injectable()(constructor);
  };
}
