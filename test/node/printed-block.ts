import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';

/** Set to 1: what was printed goes into the pages, in place of what is there. */
const UPDATE = 'INFISICAL_OPERATOR_E2E_UPDATE';

/** What differs from run to run and says nothing. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>'],
  [/[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \d{4}/g, '<time>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>'],
  [/-[0-9a-f]{8,10}-[a-z0-9]{5}\b/g, '-<pod>'],
  [/Resource Version: +\d+/g, 'Resource Version: <version>'],
  [/Workloads Run With: +[0-9a-f]+/g, 'Workloads Run With: <hash>'],
  [/\b(\d+m)?\d+s( \(x\d+ over \d+s\))?(?=\s|$)/g, '<age>'],
  // Columns are as wide as what is in them.
  [/ {2,}/g, '  '],
  [/ +$/gm, ''],
];

/**
 * Compares a block of a page with what was printed now, but for times, ids and ages. The block follows the line `<!-- printed: NAME -->`.
 * Rejects when it differs, or when there is no such block.
 */
export async function expectPrinted(page: string, name: string, printed: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const marker = `<!-- printed: ${name} -->\n\n\`\`\`console\n`;
  const begin = text.indexOf(marker);
  if (begin < 0) throw new Error(`${page} has no block after "<!-- printed: ${name} -->"`);
  const from = begin + marker.length;
  const to = text.indexOf('\n```', from);
  const present = text.slice(from, to);
  if (process.env[UPDATE] === '1') {
    await writeFile(page, text.slice(0, from) + printed.trimEnd() + text.slice(to));
  } else {
    const hint = `${page}, ${name}: to renew it, ${UPDATE}=1 npm run e2e:node`;
    expect(unchanging(present), hint).to.equal(unchanging(printed.trimEnd()));
  }
}

function unchanging(text: string): string {
  return CHANGING.reduce((all, [pattern, stands]) => all.replace(pattern, stands), text);
}
