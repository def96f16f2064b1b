import { expect } from 'chai';
import { TemplateBudget } from '../../../src/kernel/templates/template-budget.ts';

/** A budget whose templates take as many milliseconds as they say. */
function budget(): { readonly render: (ms: number) => string; readonly budget: TemplateBudget } {
  let nowMs = 1_000;
  const templates = {
    render: (template: string): Uint8Array => {
      nowMs += Number(template);
      return Buffer.from('done');
    },
  };
  const made = new TemplateBudget(templates, { monotonic: () => nowMs });
  const render = (ms: number): string => {
    try {
      return Buffer.from(made.render(String(ms), [])).toString();
    } catch (error) {
      return error instanceof Error ? error.message : 'no error';
    }
  };
  return { render, budget: made };
}

describe('TemplateBudget', () => {
  it('renders until the time of the pass is spent, and nothing any more then', () => {
    const { render } = budget();
    for (let template = 0; template < 4; template += 1) expect(render(90)).to.equal('done');
    for (let template = 0; template < 2; template += 1) {
      expect(render(0)).to.equal('The templates of this resource take more than 300 ms together.');
    }
  });

  it('lets others have a turn when rendering has taken a while', async () => {
    const { render, budget: made } = budget();
    const turns: string[] = [];
    const others = (): void => {
      setImmediate(() => turns.push('others'));
    };
    others();
    render(10);
    await made.pause();
    expect(turns).to.deep.equal([]);
    render(90);
    await made.pause();
    expect(turns).to.deep.equal(['others']);
  });
});
