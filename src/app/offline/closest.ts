/** Most letters in which a word may differ from what was meant. */
const MOST_EDITS = 2;

/** Of the candidates, the one that was probably meant; undefined when none is near. Case does not count. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map((candidate) => ({ candidate, edits: edits(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits: count }) => count <= MOST_EDITS && count < candidate.length)
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.candidate;
}

/** Letters to insert, to remove or to change that make one word of the other: Levenshtein's distance. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const [diagonal = 0, above = 0] = row.slice(column - 1, column + 1);
      const changed = diagonal + Number(from.charAt(line - 1) !== to.charAt(column - 1));
      next.push(Math.min(changed, above + 1, (next.at(-1) ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
