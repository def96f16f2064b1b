import { TemplateFault } from '../fault.ts';
import { isDigit, isLetter } from '../values/characters.ts';
import { decodeRune } from '../values/utf8.ts';
import { isKeyword, type Token, type TokenKind } from './tokens.ts';

const SPACE = /[ \t\r\n]/;
const PUNCTUATION: Readonly<Record<string, TokenKind>> = { '=': 'assign', '|': 'pipe' };
const SIMPLE_NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

/**
 * Cuts a template (a byte string) into tokens, with the trimming of white space around `{{-` and `-}}` done. Throws a parse
 * fault with the offset of the token that cannot be read.
 */
export function tokenize(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(private readonly source: string) {}

  run(): Token[] {
    while (this.at < this.source.length) this.text();
    this.push('eof', this.at);
    return this.tokens;
  }

  private push(kind: TokenKind, start: number): void {
    this.tokens.push({ kind, offset: start, text: this.source.slice(start, this.at) });
  }

  private text(): void {
    const start = this.at;
    const open = this.source.indexOf('{{', start);
    this.at = open < 0 ? this.source.length : open;
    const trim = open >= 0 && this.source[open + 2] === '-' && SPACE.test(this.source[open + 3] ?? '');
    let end = this.at;
    if (trim) while (end > start && SPACE.test(this.source[end - 1] ?? '')) end--;
    if (end > start) this.tokens.push({ kind: 'text', offset: start, text: this.source.slice(start, end) });
    if (open < 0) return;
    const marker = trim ? 2 : 0;
    if (this.source.startsWith('/*', open + 2 + marker)) {
      this.comment(open, open + 2 + marker);
      return;
    }
    this.at = open + 2;
    this.push('leftDelim', open);
    this.at += marker;
    this.action(open);
  }

  private comment(open: number, start: number): void {
    const close = this.source.indexOf('*/', start + 2);
    if (close < 0) throw this.fault('a comment is not closed', open);
    this.at = close + 2;
    const end = this.rightDelim();
    if (end === undefined) throw this.fault('a comment must end right before the closing braces', open);
    this.skip(end);
  }

  /** Length of the closing braces here, and whether they trim; undefined when there are none. */
  private rightDelim(): { length: number; trim: boolean } | undefined {
    if (SPACE.test(this.source[this.at] ?? '') && this.source.startsWith('-}}', this.at + 1)) {
      return { length: 4, trim: true };
    }
    return this.source.startsWith('}}', this.at) ? { length: 2, trim: false } : undefined;
  }

  private skip(end: { length: number; trim: boolean }): void {
    this.at += end.length;
    if (end.trim) while (SPACE.test(this.source[this.at] ?? '')) this.at++;
  }

  private action(open: number): void {
    let parens = 0;
    for (;;) {
      const end = this.rightDelim();
      if (end !== undefined) {
        if (parens > 0) throw this.fault('a parenthesis is not closed', this.at);
        this.tokens.push({ kind: 'rightDelim', offset: this.at, text: '}}' });
        this.skip(end);
        return;
      }
      if (this.at >= this.source.length) throw this.fault('an action is not closed', open);
      const before = this.tokens.length;
      this.token();
      const kind = this.tokens[before]?.kind;
      if (kind === 'leftParen') parens++;
      if (kind === 'rightParen' && --parens < 0) throw this.fault('a parenthesis closes nothing', this.at - 1);
    }
  }

  private token(): void {
    const start = this.at;
    const char = this.source[start] ?? '';
    const next = this.source[start + 1] ?? '';
    if (SPACE.test(char)) {
      do this.at++;
      while (SPACE.test(this.source[this.at] ?? '') && this.rightDelim()?.trim !== true);
      this.push('space', start);
    } else if (char === ':') {
      if (next !== '=') throw this.fault('expected :=', start);
      this.at += 2;
      this.push('declare', start);
    } else if (char === '"' || char === "'") this.quoted(char);
    else if (char === '`') this.raw();
    else if (char === '$') this.word('variable', 1);
    else if (char === '.' && !(next >= '0' && next <= '9')) this.word('field', 1);
    else if (/[0-9.+-]/.test(char)) this.number();
    else if (char === '(' || char === ')') this.single(char === '(' ? 'leftParen' : 'rightParen');
    else if (this.wordLength() > 0) this.word('identifier', 0);
    else if (char >= ' ' && char <= '~') this.single(PUNCTUATION[char] ?? 'char');
    else throw this.fault('a character that has no meaning here', start);
  }

  private single(kind: TokenKind): void {
    this.at++;
    this.push(kind, this.at - 1);
  }

  /** How many bytes of letters, digits and underscores are here. */
  private wordLength(): number {
    let end = this.at;
    while (end < this.source.length) {
      const { code, size } = decodeRune(this.source, end);
      if (code !== 0x5f && !isLetter(code) && !isDigit(code)) break;
      end += size;
    }
    return end - this.at;
  }

  private word(kind: 'field' | 'variable' | 'identifier', prefix: number): void {
    const start = this.at;
    this.at += prefix;
    this.at += this.wordLength();
    const rest = this.source[this.at];
    if (rest !== undefined && !/[ \t\r\n.,|:()]/.test(rest) && !this.source.startsWith('}}', this.at)) {
      throw this.fault('a character that cannot follow a name', this.at);
    }
    const text = this.source.slice(start, this.at);
    if (kind === 'field') this.push(text === '.' ? 'dot' : 'field', start);
    else if (kind === 'variable') this.push('variable', start);
    else if (isKeyword(text)) this.push(text, start);
    else this.push(text === 'true' || text === 'false' ? 'bool' : 'identifier', start);
  }

  private quoted(quote: string): void {
    const start = this.at++;
    for (;;) {
      const char = this.source[this.at++];
      if (char === quote) break;
      const escaped = char === '\\' ? this.source[this.at++] : char;
      if (escaped === undefined || escaped === '\n') throw this.fault('a quoted constant is not closed', start);
    }
    this.push(quote === '"' ? 'string' : 'charConstant', start);
  }

  private raw(): void {
    const start = this.at;
    const close = this.source.indexOf('`', start + 1);
    if (close < 0) throw this.fault('a raw string is not closed', start);
    this.at = close + 1;
    this.push('rawString', start);
  }

  private scanNumber(start: number): void {
    SIMPLE_NUMBER.lastIndex = this.at;
    this.at += SIMPLE_NUMBER.exec(this.source)?.[0].length ?? 0;
    if (this.wordLength() > 0) throw this.fault('a number that cannot be read', start);
  }

  private number(): void {
    const start = this.at;
    this.scanNumber(start);
    if (!/[+-]/.test(this.source[this.at] ?? '')) {
      this.push('number', start);
      return;
    }
    this.scanNumber(start);
    if (this.source[this.at - 1] !== 'i') throw this.fault('a number that cannot be read', start);
    this.push('complex', start);
  }

  private fault(message: string, offset: number): TemplateFault {
    return new TemplateFault('parse', message, offset);
  }
}
