import { TemplateFault } from './fault.ts';
import { FORBIDDEN, FUNCTIONS } from './functions/index.ts';
import { execute } from './language/executor.ts';
import type { ParsedTemplate } from './language/nodes.ts';
import { parseTemplate } from './language/parser.ts';
import { DEFAULT_LIMITS, type TemplateLimits } from './limits.ts';
import { Meter } from './meter.ts';
import { toBytes } from './values/utf8.ts';
import { GoMap, secretStruct, type Value } from './values/value.ts';

/** One secret as a template sees it: `.KEY.Value` and `.KEY.SecretPath`. */
export interface TemplateSecret {
  readonly key: string;
  readonly value: string;
  readonly path: string;
}

/** A template that was read once and can be rendered over any data. */
export interface CompiledTemplate {
  /** The output, which need not be text in UTF-8. Throws TemplateFault of the phase `execute` or `limit`; there is no partial output. */
  render(secrets: readonly TemplateSecret[]): Uint8Array;
}

/** What a template engine may use. */
export interface EngineOptions {
  readonly limits?: TemplateLimits;
  /** Milliseconds on a clock that never jumps; without it only work is bounded, not time. */
  readonly monotonic?: () => number;
}

/** Go's text/template over secrets. Pure: no clock that a template could read, no network, file, environment or chance. */
export class TemplateEngine {
  constructor(private readonly options: EngineOptions = {}) {}

  /** Reads a template. Throws TemplateFault of the phase `parse` for a syntax error or a function that is not there. */
  compile(source: string): CompiledTemplate {
    const { limits = DEFAULT_LIMITS, monotonic } = this.options;
    if (Buffer.byteLength(source) > limits.templateBytes) {
      throw new TemplateFault('limit', `the template has more than ${limits.templateBytes} bytes`);
    }
    const template: ParsedTemplate = parseTemplate(toBytes(source), requireFunction, limits);
    return {
      render: (secrets) => {
        const meter = new Meter(limits, monotonic);
        const output = execute({ name: 'template', template, functions: FUNCTIONS, meter }, dataOf(secrets));
        return Buffer.from(output, 'latin1');
      },
    };
  }
}

function requireFunction(name: string, offset: number): void {
  if (Object.hasOwn(FUNCTIONS, name)) return;
  const why = Object.hasOwn(FORBIDDEN, name) ? FORBIDDEN[name] : undefined;
  throw new TemplateFault('parse', why === undefined ? `function "${name}" is not defined` : `${name} ${why}`, offset);
}

/** The dot of a template: a map of structs, whose missing keys are structs of empty texts. */
function dataOf(secrets: readonly TemplateSecret[]): Value {
  return new GoMap(
    'struct',
    new Map(secrets.map(({ key, value, path }) => [toBytes(key), secretStruct(toBytes(value), toBytes(path))])),
  );
}
