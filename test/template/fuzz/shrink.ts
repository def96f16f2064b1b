/** Says of each candidate whether both engines still differ. */
export type Differs = (candidates: readonly string[]) => Promise<readonly boolean[]>;

/** Rounds of looking for something shorter; each is one run of the Go program. */
const ROUNDS = 40;

/** The shortest template found that still makes the engines differ. */
export async function shrink(template: string, differs: Differs): Promise<string> {
  let best = template;
  for (let round = 0; round < ROUNDS; round++) {
    const candidates = shorter(best);
    const still = await differs(candidates);
    const [next] = candidates.filter((_, i) => still[i] === true).sort((a, b) => a.length - b.length);
    if (next === undefined) return best;
    best = next;
  }
  return best;
}

/** The template without one of its actions, with a simple value for one of its parentheses, or without one of its words. */
function shorter(template: string): string[] {
  const cuts: string[] = [];
  for (const found of template.matchAll(/\{\{.*?\}\}|\s[^\s(){}]+|[^{}]{2,}/gs)) {
    cuts.push(template.slice(0, found.index) + template.slice(found.index + found[0].length));
  }
  for (let open = template.indexOf('('); open >= 0; open = template.indexOf('(', open + 1)) {
    const close = closing(template, open);
    if (close < 0) continue;
    const [before, inside, after] = [
      template.slice(0, open),
      template.slice(open + 1, close),
      template.slice(close + 1),
    ];
    for (const value of ['1', '"a"', '(list 1)', '(dict "a" 1)', inside]) cuts.push(before + value + after);
  }
  return [...new Set(cuts)].filter((cut) => cut.length < template.length).slice(0, 400);
}

function closing(template: string, open: number): number {
  let depth = 0;
  for (let at = open; at < template.length; at++) {
    if (template[at] === '(') depth++;
    if (template[at] === ')' && --depth === 0) return at;
  }
  return -1;
}
