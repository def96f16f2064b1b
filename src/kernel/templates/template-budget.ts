import { setImmediate } from 'node:timers/promises';
import { terminal, type Clock, type SourceSecret, type Templates } from '../contracts/index.ts';

/** Longest time that the templates of one pass may take together. One alone has a limit of its own, but a spec may have thousands. */
const MOST_MS = 300;
/** Longest time without a turn for others. */
const TURN_MS = 50;

/** Renders the templates of one pass, so that they hold up neither the pass nor the operator. */
export class TemplateBudget {
  private spentMs = 0;
  private sinceTurnMs = 0;

  constructor(
    private readonly templates: Templates,
    private readonly clock: Pick<Clock, 'monotonic'>,
  ) {}

  /** As `Templates.render`; throws terminal `TemplateInvalid` also when the time of the pass is spent. */
  render(template: string, secrets: readonly SourceSecret[]): Uint8Array {
    if (this.spentMs > MOST_MS) {
      throw terminal('TemplateInvalid', `The templates of this resource take more than ${MOST_MS} ms together.`, {
        hint: 'Make them simpler, or split the resource.',
      });
    }
    const beganMs = this.clock.monotonic();
    try {
      return this.templates.render(template, secrets);
    } finally {
      const tookMs = this.clock.monotonic() - beganMs;
      this.spentMs += tookMs;
      this.sinceTurnMs += tookMs;
    }
  }

  /** Lets others have their turn when rendering has taken a while. */
  async pause(): Promise<void> {
    if (this.sinceTurnMs < TURN_MS) return;
    this.sinceTurnMs = 0;
    await setImmediate();
  }
}
