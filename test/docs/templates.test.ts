import { expect } from 'chai';
import { z } from 'zod';
import { TemplateEngine } from '../../src/template/index.ts';
import { allPages, blocksOf, type Block } from './markdown.ts';

const PAGE = 'docs/guide/templates.md';

const Data = z.record(z.string(), z.object({ Value: z.string(), SecretPath: z.string() }));

const blocks = allPages()
  .filter(({ path }) => path === PAGE)
  .flatMap(blocksOf);

/** Each template of the page with the block after it. */
function examples(): readonly (readonly [Block, Block | undefined])[] {
  return blocks.flatMap((block, i) => (block.language === 'gotmpl' ? [[block, blocks[i + 1]] as const] : []));
}

/** The page can show neither that a template ends without a line break, nor that its output does. */
function withoutLastBreak(text: string): string {
  return text.replace(/\n$/, '');
}

describe('templates of the guide', () => {
  const data = Data.parse(JSON.parse(blocks.find(({ language }) => language === 'json')?.code ?? '{}'));
  const secrets = Object.entries(data).map(([key, { Value, SecretPath }]) => ({ key, value: Value, path: SecretPath }));

  it('are there', () => {
    expect(examples().length).to.be.greaterThan(4);
  });

  for (const [{ code: template }, output] of examples()) {
    it(`gives what the page says: ${template.split('\n')[0] ?? ''}`, () => {
      const made = Buffer.from(new TemplateEngine().compile(withoutLastBreak(template)).render(secrets)).toString(
        'utf8',
      );
      expect(output?.language).to.equal('text');
      expect(withoutLastBreak(made)).to.equal(withoutLastBreak(output?.code ?? ''));
    });
  }
});
