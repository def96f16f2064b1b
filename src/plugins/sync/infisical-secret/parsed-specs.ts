import type { z } from 'zod';
import { asOperatorError, type AuthMethodContribution, type CustomResource, type OperatorError } from '#kernel';
import { parseInfisicalSecretSpec, type InfisicalSecretSpec } from './spec-parse.ts';
import { infisicalSecretSpec, type InfisicalSecretFields } from './spec.ts';

type Parsed = { readonly spec: InfisicalSecretSpec } | { readonly error: OperatorError };

/** Parsed specs, each parsed once per object as the informer holds it, and let go of with it. */
export class ParsedSpecs {
  private readonly parsed = new WeakMap<CustomResource, Parsed>();
  private schema: z.ZodType<InfisicalSecretFields> | undefined;

  /** `methods`: the built-in ones. Asked once, when the first spec is parsed: all plugins are loaded by then. */
  constructor(private readonly methods: () => readonly AuthMethodContribution[]) {}

  /** The spec; throws terminal `InvalidSpec`. */
  get(object: CustomResource): InfisicalSecretSpec {
    const parsed = this.parse(object);
    if ('error' in parsed) throw parsed.error;
    return parsed.spec;
  }

  /** The spec; undefined when it does not parse. */
  find(object: CustomResource): InfisicalSecretSpec | undefined {
    const parsed = this.parse(object);
    return 'error' in parsed ? undefined : parsed.spec;
  }

  private parse(object: CustomResource): Parsed {
    const present = this.parsed.get(object);
    if (present !== undefined) return present;
    this.schema ??= infisicalSecretSpec(this.methods());
    const parsed = attempt(this.schema, object);
    this.parsed.set(object, parsed);
    return parsed;
  }
}

function attempt(schema: z.ZodType<InfisicalSecretFields>, object: CustomResource): Parsed {
  try {
    return { spec: parseInfisicalSecretSpec(schema, object) };
  } catch (error) {
    return { error: asOperatorError(error) };
  }
}
