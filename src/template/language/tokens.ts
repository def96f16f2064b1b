/** The kinds of tokens, named after what they are in the text. */
export type TokenKind =
  | 'text'
  | 'leftDelim'
  | 'rightDelim'
  | 'space'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'leftParen'
  | 'rightParen'
  | 'char'
  | 'charConstant'
  | 'complex'
  | 'number'
  | 'string'
  | 'rawString'
  | 'field'
  | 'variable'
  | 'dot'
  | 'identifier'
  | 'bool'
  | Keyword
  | 'eof';

/** Words with a meaning of their own; `nil` is one of them. */
export type Keyword =
  'block' | 'break' | 'continue' | 'define' | 'else' | 'end' | 'if' | 'nil' | 'range' | 'template' | 'with';

const KEYWORDS: ReadonlySet<string> = new Set<Keyword>([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
]);

/** True for the reserved words. */
export function isKeyword(word: string): word is Keyword {
  return KEYWORDS.has(word);
}

/** One token: its kind, where it starts (byte offset) and its bytes. */
export interface Token {
  readonly kind: TokenKind;
  readonly offset: number;
  readonly text: string;
}
