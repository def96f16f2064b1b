/**
 * A value as it is stored: outer white space removed, but one line break at the end kept if the text ended in one. So a
 * padded value does not come back as it was sent.
 */
export function storedValue(text: string): string {
  return text.endsWith('\n') ? `${text.trim()}\n` : text.trim();
}
