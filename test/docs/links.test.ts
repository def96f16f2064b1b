import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { allPages, anchorsOf, linksOf, type Page } from './markdown.ts';

const pages = allPages();
const anchors = new Map(pages.map((page) => [page.path, anchorsOf(page)]));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

describe('the pages of the project', () => {
  it('are found', () => {
    expect(pages.map(({ path }) => path)).to.include.members(['README.md', 'docs/guide/index.md']);
  });

  for (const page of pages) {
    it(`${page.path}: every link leads somewhere`, () => {
      expect(linksOf(page).flatMap((target) => problemOf(page, target))).to.deep.equal([]);
    });

    it(`${page.path}: every npm script that it names is there`, () => {
      const named = [...page.text.matchAll(/\bnpm run ([a-z][\w:-]*)|\bnpm (test|start)\b/g)];
      const missing = named.map(([, script, short]) => script ?? short ?? '').filter((name) => !(name in scripts));
      expect(missing).to.deep.equal([]);
    });
  }
});

describe('the judgement of links', () => {
  for (const [target, problems] of [
    ['https://example.com/nowhere', 0],
    ['docs/guide/index.md', 0],
    ['README.md#status', 0],
    ['#status', 0],
    ['src/kernel', 0],
    ['docs/guide/no-such-page.md', 1],
    ['README.md#no-such-heading', 1],
    ['/docs/guide/index.md', 1],
    ['../outside.md', 1],
  ] as const) {
    it(`${problems === 0 ? 'passes' : 'refuses'} ${target}`, () => {
      expect(problemOf({ path: 'README.md', text: '' }, target)).to.have.lengthOf(problems);
    });
  }
});

/** What is wrong with a link; empty when nothing is. Addresses elsewhere are not asked for. */
function problemOf({ path }: Page, target: string): readonly string[] {
  if (/^[a-z][a-z0-9+.-]*:/.test(target)) return [];
  const [file = '', anchor] = target.split('#');
  if (file.startsWith('/')) return [`${target}: links within the project are relative`];
  const resolved = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), decodeURIComponent(file)));
  if (resolved.startsWith('../')) return [`${target}: leads out of the project`];
  if (!existsSync(resolved)) return [`${target}: there is no ${resolved}`];
  if (anchor === undefined || anchors.get(resolved)?.has(anchor) !== false) return [];
  return [`${target}: ${resolved} has no such heading`];
}
