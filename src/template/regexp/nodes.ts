/** Whether a pattern takes a character, by its code point. */
export type CharacterTest = (code: number) => boolean;

/** Places between characters that a pattern can ask for. */
export type Assertion = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'wordBoundary' | 'noWordBoundary';

/** A parsed regular expression. */
export type RegexpNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'group'; readonly index: number; readonly body: RegexpNode }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexpNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly RegexpNode[] }
  | {
      readonly kind: 'repeat';
      readonly body: RegexpNode;
      readonly least: number;
      /** Infinity when there is no upper bound. */
      readonly most: number;
      readonly greedy: boolean;
    };
