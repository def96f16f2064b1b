import { apiVersionOf, type ResourceKind } from './resource-kind.ts';

/** The kinds that the server serves now; custom ones come and go with their definitions. */
export class KindRegistry {
  #kinds: readonly ResourceKind[];

  constructor(kinds: readonly ResourceKind[]) {
    this.#kinds = kinds;
  }

  /** All kinds, built-in ones first. */
  all(): readonly ResourceKind[] {
    return this.#kinds;
  }

  /** The kind behind a path, or undefined when the server does not serve it. */
  find(group: string, version: string, plural: string): ResourceKind | undefined {
    return this.#kinds.find((kind) => kind.group === group && kind.version === version && kind.plural === plural);
  }

  /** The kind that an object or owner reference names. */
  ofObject(apiVersion: string, name: string): ResourceKind | undefined {
    return this.#kinds.find((kind) => kind.kind === name && apiVersionOf(kind) === apiVersion);
  }

  /** A kind under which the objects of a bucket can be handled. */
  ofStorage(storage: string): ResourceKind | undefined {
    return this.#kinds.find((kind) => kind.storage === storage);
  }

  /** A kind by `plural`, `plural.group`, singular, kind or short name. */
  named(name: string): ResourceKind | undefined {
    const wanted = name.toLowerCase();
    return this.#kinds.find((kind) =>
      [
        kind.plural,
        `${kind.plural}.${kind.group}`,
        kind.singular,
        kind.kind.toLowerCase(),
        ...kind.shortNames,
      ].includes(wanted),
    );
  }

  /** Replaces the kinds of one bucket, in the order of their versions; none removes them. */
  replace(storage: string, kinds: readonly ResourceKind[]): void {
    this.#kinds = [...this.#kinds.filter((kind) => kind.storage !== storage), ...kinds];
  }
}
