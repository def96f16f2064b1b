import { type Container, token } from '../container/index.ts';
import type { Contributed, ExtensionPoint, Provided } from '../contracts/index.ts';

/** Whether a plugin is the operator's own. What is not may fail its users, and nobody else. */
export type Origin = 'built-in' | 'third-party';

/** One contribution with the plugin it came from. */
export interface Registered<C extends Contributed> {
  readonly plugin: string;
  readonly origin: Origin;
  readonly contribution: C;
  /** The object that does the work: constructed at the first call, the same ever after. */
  instance(): Provided<C>;
}

interface Entry {
  readonly plugin: string;
  readonly origin: Origin;
  readonly contribution: Contributed;
  readonly container: Container;
}

/**
 * What plugins added, by extension point and key. Kept by the kernel and not by containers, because a child container
 * that has one entry for a token hides its parent's.
 */
export class ExtensionRegistry {
  private readonly entries = new Map<string, Map<string, Entry>>();
  private readonly instances = new Map<Contributed, object>();
  private readonly refusals = new Map<string, string>();

  /** Called by the loader, after its checks. */
  add(point: string, entry: Entry): void {
    const byKey = this.entries.get(point) ?? new Map<string, Entry>();
    byKey.set(entry.contribution.key, entry);
    this.entries.set(point, byKey);
  }

  /** Notes why nothing of a plugin that was asked for is here. `problem` is a sentence that may be shown to users. */
  refuse(key: string, problem: string): void {
    this.refusals.set(key.toLowerCase(), problem);
  }

  /** Why the plugin with a contribution of that key was refused; undefined when none was. */
  refusal(key: string): string | undefined {
    return this.refusals.get(key.toLowerCase());
  }

  /** Every plugin that contributes something, with where it comes from. */
  plugins(): ReadonlyMap<string, Origin> {
    const entries = [...this.entries.values()].flatMap((byKey) => [...byKey.values()]);
    return new Map(entries.map(({ plugin, origin }) => [plugin, origin]));
  }

  /** All contributions to a point, in the order of loading. */
  all<C extends Contributed>(point: ExtensionPoint<C>): readonly Registered<C>[] {
    return [...(this.entries.get(point.id)?.values() ?? [])].map((entry) => this.registered(point, entry));
  }

  /** The contribution with that key; undefined when no enabled plugin has it. */
  find<C extends Contributed>(point: ExtensionPoint<C>, key: string): Registered<C> | undefined {
    const entry = this.entries.get(point.id)?.get(key);
    return entry === undefined ? undefined : this.registered(point, entry);
  }

  /**
   * Constructs every class once, so that a missing dependency shows at the start and not in the first pass. Throws, naming the plugin; of a
   * third party's the failure is handed to `onFailure` instead, and it is constructed anew when somebody needs it.
   */
  constructAll(onFailure: (plugin: string, error: unknown) => void): void {
    for (const entry of [...this.entries.values()].flatMap((byKey) => [...byKey.values()])) {
      try {
        this.construct(entry);
      } catch (error) {
        if (entry.origin === 'third-party') {
          onFailure(entry.plugin, error);
          continue;
        }
        throw new Error(`plugin "${entry.plugin}" cannot be constructed: ${String(error)}`, { cause: error });
      }
    }
  }

  private construct(entry: Entry): object {
    const present = this.instances.get(entry.contribution);
    if (present !== undefined) return present;
    const made = entry.container.construct(entry.contribution.use);
    this.instances.set(entry.contribution, made);
    return made;
  }

  /**
   * Gives an entry back the types of its point. They were checked when it was made: `contribute` takes nothing else for that point, and the loader has seen
   * that the manifest holds what `contribute` gives. A map over points of many types cannot say so to the compiler.
   */
  private registered<C extends Contributed>(_point: ExtensionPoint<C>, entry: Entry): Registered<C> {
    const { plugin, origin, contribution } = entry;
    return { plugin, origin, contribution: contribution as C, instance: () => this.construct(entry) as Provided<C> };
  }
}

/** The registry itself is a service: a resource looks up login methods and targets in it. */
export const EXTENSIONS = token<ExtensionRegistry>('kernel.extensions');
