const LIMIT = 200;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const REDACTED = '[redacted]';

/** What looks like a credential, whatever the server had in mind when it repeated it. */
const TOKENS: readonly RegExp[] = [
  /\beyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?/gu, // JWT
  /\bst\.[\w-]+\.[\w.-]+/gu, // service token
  /\bBearer\s+\S+/giu,
];

/**
 * A server's message as it may be shown: one line of at most 200 characters, without control characters, without the texts in
 * `confidential` and without anything that looks like a token. Empty when nothing is left.
 */
export function cleanMessage(message: string, confidential: readonly string[] = []): string {
  let text = message;
  // Very short texts would tear holes into ordinary words, and nobody learns much from them.
  for (const secret of confidential) if (secret.length >= 4) text = text.replaceAll(secret, REDACTED);
  for (const pattern of TOKENS) text = text.replace(pattern, REDACTED);
  // Long runs with a digit: keys in hex or base64. Names of hosts have dots, and names of things rarely that many letters.
  text = text.replace(/(?=[\w+=-]*\d)[\w+=-]{32,}/gu, (run) => (UUID.test(run) ? run : REDACTED));
  text = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return text.length <= LIMIT ? text : `${text.slice(0, LIMIT - 1).trimEnd()}…`;
}
