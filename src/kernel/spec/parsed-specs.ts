import { asOperatorError, type CustomResource, type OperatorError } from '../contracts/index.ts';

type Parsed<Spec> = { readonly spec: Spec } | { readonly error: OperatorError };

/** Parsed specs, each parsed once per object as the informer holds it, and let go of with it. */
export class ParsedSpecs<Spec> {
  private readonly parsed = new WeakMap<CustomResource, Parsed<Spec>>();

  /** `parse` throws terminal `InvalidSpec`. */
  constructor(private readonly parse: (object: CustomResource) => Spec) {}

  /** The spec; throws terminal `InvalidSpec`. */
  get(object: CustomResource): Spec {
    const parsed = this.look(object);
    if ('error' in parsed) throw parsed.error;
    return parsed.spec;
  }

  /** The spec; undefined when it does not parse. */
  find(object: CustomResource): Spec | undefined {
    const parsed = this.look(object);
    return 'error' in parsed ? undefined : parsed.spec;
  }

  private look(object: CustomResource): Parsed<Spec> {
    const present = this.parsed.get(object);
    if (present !== undefined) return present;
    const parsed = this.attempt(object);
    this.parsed.set(object, parsed);
    return parsed;
  }

  private attempt(object: CustomResource): Parsed<Spec> {
    try {
      return { spec: this.parse(object) };
    } catch (error) {
      return { error: asOperatorError(error) };
    }
  }
}
