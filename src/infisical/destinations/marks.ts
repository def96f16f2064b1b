import type { DestinationSecretAnswer } from '../answers.ts';

/** Key of the metadata, and beginning of the line in a comment, that a mark is kept under. */
const MARK = 'secrets.infisical.com/pushed-by';

/** A mark in metadata, which servers of 2026 keep apart from what people write. */
export function markAsMetadata(mark: string): { key: string; value: string }[] {
  return [{ key: MARK, value: mark }];
}

/** A mark as a comment: all that lists of servers of 2024 show besides the value. */
export function markAsComment(mark: string): string {
  return `${MARK}: ${mark}`;
}

/** The marks of a secret, wherever they are kept: a server may have been upgraded since. */
export function marksOf({ secretMetadata, secretComment }: DestinationSecretAnswer): readonly string[] {
  const kept = (secretMetadata ?? []).flatMap(({ key, value }) => (key === MARK ? [value] : []));
  const lines = (secretComment ?? '').split('\n').map((line) => line.trim());
  const written = lines.flatMap((line) => (line.startsWith(`${MARK}: `) ? [line.slice(MARK.length + 2)] : []));
  return [...kept, ...written];
}
