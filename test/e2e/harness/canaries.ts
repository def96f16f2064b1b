import { randomBytes } from 'node:crypto';

/** A credential of Infisical by its looks: access tokens are JWTs, service tokens begin with `st.`. */
const CREDENTIALS = [/eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/, /\bst\.[0-9a-f-]{36}\.[0-9a-f]{8,}/];

/** Words that stand in secret values, and must be seen nowhere else. */
export class Canaries {
  private readonly words: { readonly word: string; readonly forms: readonly string[] }[] = [];

  /** A new word, to be made part of a secret value. `name` tells where it was planted. */
  plant(name: string): string {
    const word = `canary-${name}-${randomBytes(9).toString('hex')}`;
    this.words.push({ word, forms: formsOf(word) });
    return word;
  }

  /** Takes note of a secret that somebody else made. */
  watch(secret: string): string {
    this.words.push({ word: secret, forms: formsOf(secret) });
    return secret;
  }

  /** The words that a text gives away in any form, and whatever in it looks like a credential. */
  in(text: string): string[] {
    const planted = this.words.filter(({ forms }) => forms.some((form) => text.includes(form))).map(({ word }) => word);
    return [...planted, ...CREDENTIALS.flatMap((shape) => shape.exec(text)?.[0] ?? [])];
  }
}

/** Plain, in hex, in URL encoding, and in base64 whatever stands before and after. */
function formsOf(word: string): string[] {
  const base64 = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(word)]).toString('base64');
    // The first and last characters also hold bits of the neighbours.
    const inner = encoded.replace(/=+$/, '').slice(offset === 0 ? 0 : offset + 1, -1);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [word, Buffer.from(word).toString('hex'), encodeURIComponent(word), ...base64];
}
