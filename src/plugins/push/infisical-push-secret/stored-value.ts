/**
 * A value as Infisical stores it: white space around it is cut off, but of line breaks at its very end one stays. So a value that was pushed is not always
 * the one that is listed afterwards.
 */
function asStored(value: string): string {
  return value.endsWith('\n') ? `${value.trim()}\n` : value.trim();
}

/** Whether a value need not be written, because what is listed is what a write of it would leave. */
export function isStoredAs(value: string, listed: string): boolean {
  // Both sides: a server that trims less must not be written to for ever.
  return asStored(value) === asStored(listed);
}
