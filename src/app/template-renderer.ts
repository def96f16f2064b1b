import { terminal, type OperatorError, type SourceSecret, type Templates } from '#kernel';
import { TemplateEngine, TemplateFault, type CompiledTemplate } from '../template/index.ts';

/** Texts of which the parsed form is kept; the least recently used goes first. */
const REMEMBERED = 1_000;

/** Templates as plugins are given them: parsed once per text, faults as errors of the kernel. */
export class TemplateRenderer implements Templates {
  private readonly engine: TemplateEngine;
  private readonly compiled = new Map<string, CompiledTemplate>();

  /** `monotonic`: milliseconds on a clock that never jumps, by which the time of a rendering is bounded. */
  constructor(monotonic: () => number) {
    this.engine = new TemplateEngine({ monotonic });
  }

  render(template: string, secrets: readonly SourceSecret[]): Uint8Array {
    try {
      return this.compile(template).render(secrets);
    } catch (error) {
      throw error instanceof TemplateFault ? templateInvalid(template, error) : error;
    }
  }

  private compile(template: string): CompiledTemplate {
    const known = this.compiled.get(template);
    this.compiled.delete(template);
    const compiled = known ?? this.engine.compile(template);
    this.compiled.set(template, compiled);
    const [oldest] = this.compiled.keys();
    if (this.compiled.size > REMEMBERED && oldest !== undefined) this.compiled.delete(oldest);
    return compiled;
  }
}

/** With the line and column that a person counts in an editor; columns count bytes, as Go's messages do. */
function templateInvalid(template: string, { message, offset }: TemplateFault): OperatorError {
  if (offset === undefined) return terminal('TemplateInvalid', `${message}.`);
  const before = Buffer.from(template, 'utf8').subarray(0, offset);
  const lines = before.toString('latin1').split('\n');
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return terminal('TemplateInvalid', `line ${lines.length}, column ${column}: ${message}.`);
}
