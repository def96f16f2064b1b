import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** One Markdown page of the project. */
export interface Page {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface Block {
  readonly language: string;
  readonly code: string;
}

const FENCED = /^( *)(`{3,}|~{3,})([^\n`]*)\n([\s\S]*?)^ *\2 *$/gm;

/** All pages that are tracked by git or could be, in order of path. */
export function allPages(): readonly Page[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    encoding: 'utf8',
  });
  return [...new Set(listed.split('\n'))]
    .filter((path) => path !== '' && existsSync(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** The fenced blocks of a page. */
export function blocksOf({ text }: Page): readonly Block[] {
  return [...text.matchAll(FENCED)].map(([, , , language = '', code = '']) => ({ language: language.trim(), code }));
}

/** Targets of the links of a page, with images, without what stands in code. */
export function linksOf({ text }: Page): readonly string[] {
  const prose = text.replace(FENCED, '').replace(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(<?([^()\s<>]+)>?(?: "[^"]*")?\)/g)];
  const defined = [...prose.matchAll(/^ *\[[^\]\n]+\]: *(\S+)/gm)];
  return [...inline, ...defined].map(([, target = '']) => target);
}

/** Anchors that a page offers: its headings, as GitHub makes anchors of them. */
export function anchorsOf({ text }: Page): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of text.replace(FENCED, '').matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const anchor = heading
      .replace(/\]\([^)]*\)/g, ']')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    // The second heading of the same text is told apart by a number.
    let free = anchor;
    for (let count = 1; anchors.has(free); count += 1) free = `${anchor}-${count}`;
    anchors.add(free);
  }
  return anchors;
}
