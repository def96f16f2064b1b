import { expect } from 'chai';
import { TemplateEngine, TemplateFault } from '../../../src/template/index.ts';
import { GoRenderer, type GoOutput } from '../golden/go-renderer.ts';
import { shrink } from './shrink.ts';
import { SECRETS, templateOf } from './templates.ts';

/** The same templates in each run, unless another seed is asked for: TEMPLATE_FUZZ_SEED=7 npm test -- test/template/fuzz */
const SEED = Number(process.env['TEMPLATE_FUZZ_SEED'] ?? 1);
const COUNT = Number(process.env['TEMPLATE_FUZZ_COUNT'] ?? 20_000);
/** Templates that differ are shrunk and shown, so many at most. */
const SHOWN = 5;

const SECRET_LIST = Object.entries(SECRETS).map(([key, { value, secretPath }]) => ({ key, value, path: secretPath }));

/** What our engine makes of a template; `limit` where it refuses on purpose what Go does. */
function rendered(template: string): GoOutput | 'limit' {
  try {
    return Buffer.from(new TemplateEngine().compile(template).render(SECRET_LIST));
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    // Go reads the clock where we refuse to.
    return error.phase === 'limit' || error.message.includes('cannot read the clock') ? 'limit' : undefined;
  }
}

function differ(ours: GoOutput | 'limit', go: GoOutput): boolean {
  if (ours === 'limit') return false;
  return ours === undefined || go === undefined ? ours !== go : !ours.equals(go);
}

describe('templates at random give what Go gives', () => {
  let go: GoRenderer | undefined;

  before(async function () {
    this.timeout(310_000);
    const built = await GoRenderer.build();
    if (built instanceof GoRenderer) {
      go = built;
      return;
    }
    if (process.env['REQUIRE_GO'] === '1') throw new Error(`REQUIRE_GO=1, but ${built}`);
    process.stdout.write(`Left out: the comparison of templates with Go (${built})\n`);
    this.skip();
  });

  after(() => go?.close());

  it(`for ${COUNT} templates of seed ${SEED}`, async function () {
    this.timeout(300_000);
    const engine = go;
    if (engine === undefined) throw new Error('there is no Go program');
    const templates = Array.from({ length: COUNT }, (_, i) => templateOf(SEED * 1_000_003 + i));
    const outputs = await engine.render({ secrets: SECRETS, templates });
    const ours = templates.map(rendered);
    const different = templates.filter((_, i) => differ(ours[i], outputs[i]));
    const limited = ours.filter((output) => output === 'limit').length;
    const succeeded = outputs.filter((output) => output !== undefined).length;
    process.stdout.write(
      `    ${COUNT} templates of seed ${SEED}: ${succeeded} rendered, ${COUNT - succeeded} refused, ${limited} over our limits, ${different.length} different\n`,
    );
    const differs = async (candidates: readonly string[]): Promise<boolean[]> => {
      const answers = await engine.render({ secrets: SECRETS, templates: candidates });
      return candidates.map((candidate, i) => differ(rendered(candidate), answers[i]));
    };
    const shown: string[] = [];
    for (const template of different.slice(0, SHOWN)) {
      const small = await shrink(template, differs);
      const [answer] = await engine.render({ secrets: SECRETS, templates: [small] });
      shown.push(`${small}\n  ours: ${show(rendered(small))}\n  Go:   ${show(answer)}`);
    }
    expect(different.length, `${different.length} differ, such as\n${shown.join('\n')}\n`).to.equal(0);
    // Else the comparison would say little.
    expect(succeeded).to.be.greaterThan(COUNT / 3);
    expect(limited).to.be.lessThan(COUNT / 100);
  });
});

function show(output: GoOutput | 'limit'): string {
  if (output === undefined || output === 'limit') return output ?? 'fails';
  return JSON.stringify(output.toString('utf8').slice(0, 2_000));
}
