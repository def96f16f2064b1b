import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

const PAGE = new URL('../docs/guide/limits.md', import.meta.url);

/** Replaces what stands between the markers of a section of the guide's page on limits. Throws when the page has no such section. */
export async function writeSection(section: string, text: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const begin = `<!-- measured: ${section} -->`;
  const end = `<!-- end of ${section} -->`;
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start < 0 || stop < start) throw new Error(`docs/guide/limits.md has no section between ${begin} and ${end}`);
  const written = `${page.slice(0, start)}${begin}\n\n${text}\n${page.slice(stop)}`;
  await writeFile(PAGE, await format(written, { ...(await resolveConfig(PAGE)), parser: 'markdown' }));
}
