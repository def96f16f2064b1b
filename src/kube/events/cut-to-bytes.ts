const ELLIPSIS = '…';

/**
 * The text, cut to at most `limit` bytes of UTF-8 between two characters; a cut shows as an ellipsis, which is counted.
 */
export function cutToBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const room = limit - Buffer.byteLength(ELLIPSIS);
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > room) break;
    kept += character;
  }
  return kept + ELLIPSIS;
}
