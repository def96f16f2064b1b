/** The last texts that are remembered; credentials are few. */
const MOST_TEXTS = 256;
const SHORTEST_TEXT = 3;
const SHORTEST_WORD = 6;
const LONGEST_TEXT = 65_536;
/** Of all together: what is said is searched for every one of them, in the operator's own time. */
const MOST_CHARACTERS = 262_144;
/** Longer than users are shown. */
const LONGEST_SAID = 2_048;

/**
 * Knows the confidential texts that a plugin was given, and blanks them in what it says: whole, by word, and in base64, hex and URL encoding. It holds off
 * carelessness; who wants to give a text away finds a form that is not known here.
 */
export class Redactor {
  private readonly texts = new Set<string>();
  private characters = 0;

  /** Takes note of a text that the plugin is given: a value, or an answer with values in it. */
  learn(text: string): void {
    const known = text.trim().slice(0, LONGEST_TEXT);
    if (known.length < SHORTEST_TEXT) return;
    // The most recent is the last.
    this.forget(known);
    this.texts.add(known);
    this.characters += known.length;
    for (const oldest of this.texts) {
      if (this.texts.size <= MOST_TEXTS && this.characters <= MOST_CHARACTERS) break;
      this.forget(oldest);
    }
  }

  /** The beginning of the text, as much as users are shown, without what is known. */
  clean(text: string): string {
    const forms = [...this.texts].flatMap(formsOf).sort((a, b) => b.length - a.length);
    const whole = forms.reduce((rest, form) => rest.replaceAll(form, '…'), text.slice(0, LONGEST_SAID));
    return whole.replace(/[\w+/=.~%-]+/g, (word) =>
      word.length >= SHORTEST_WORD && forms.some((form) => form.includes(word)) ? '…' : word,
    );
  }

  private forget(text: string): void {
    if (this.texts.delete(text)) this.characters -= text.length;
  }
}

function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  return [
    text,
    encodeURIComponent(text),
    bytes.toString('hex'),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
}
