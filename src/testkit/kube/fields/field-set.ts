import { isObject, type JsonObject } from '../json/index.ts';
import { compareSteps, fieldName } from './path-element.ts';
import { childType, type MergeType } from './merge-type.ts';

interface Entry {
  member: boolean;
  children: FieldSet;
}

/**
 * A set of field paths, kept as the tree that `fieldsV1` is. A path is a member on its own: having `.a.b` does not
 * mean having `.a`. Grown by `insert` while it is built; every operation after that returns a new set.
 */
export class FieldSet {
  readonly #entries = new Map<string, Entry>();

  /** The set of exactly these paths. */
  static of(...paths: readonly (readonly string[])[]): FieldSet {
    const set = new FieldSet();
    for (const path of paths) set.insert(path);
    return set;
  }

  /** Reads the wire form; `.` marks a member that has children. */
  static fromJson(json: JsonObject): FieldSet {
    const set = new FieldSet();
    for (const [step, below] of Object.entries(json)) {
      if (step === '.' || !isObject(below)) continue;
      const member = Object.keys(below).length === 0 || '.' in below;
      set.#entries.set(step, { member, children: FieldSet.fromJson(below) });
    }
    return set;
  }

  /** Adds a path; the empty one is nobody's field and is ignored. */
  insert(path: readonly string[]): void {
    const [step, ...rest] = path;
    if (step === undefined) return;
    const entry = this.#entry(step);
    if (rest.length === 0) entry.member = true;
    else entry.children.insert(rest);
  }

  /** Whether no path is a member. */
  get isEmpty(): boolean {
    for (const { member, children } of this.#entries.values()) if (member || !children.isEmpty) return false;
    return true;
  }

  /** Whether exactly this path is a member. */
  has(path: readonly string[]): boolean {
    const [step, ...rest] = path;
    const entry = step === undefined ? undefined : this.#entries.get(step);
    if (entry === undefined) return false;
    return rest.length === 0 ? entry.member : entry.children.has(rest);
  }

  /** The members below one step, relative to it. */
  below(step: string): FieldSet {
    return this.#entries.get(step)?.children ?? new FieldSet();
  }

  /** All members, in wire order. */
  paths(): string[][] {
    return this.#sorted().flatMap(([step, { member, children }]) => [
      ...(member ? [[step]] : []),
      ...children.paths().map((path) => [step, ...path]),
    ]);
  }

  union(other: FieldSet): FieldSet {
    return this.#combine(other, (mine, theirs) => mine || theirs);
  }

  intersection(other: FieldSet): FieldSet {
    return this.#combine(other, (mine, theirs) => mine && theirs);
  }

  /** Members of this set that the other lacks; children of a removed member stay. */
  difference(other: FieldSet): FieldSet {
    return this.#combine(other, (mine, theirs) => mine && !theirs);
  }

  /** Like `difference`, but a member of the other takes all that lies below with it. */
  differenceWithChildren(other: FieldSet): FieldSet {
    const result = new FieldSet();
    for (const [step, { member, children }] of this.#entries) {
      const theirs = other.#entries.get(step);
      if (theirs?.member === true) continue;
      const below = theirs === undefined ? children : children.differenceWithChildren(theirs.children);
      if (member || !below.isEmpty) result.#entries.set(step, { member, children: below });
    }
    return result;
  }

  /** This set, plus every declared field on the way to a member. Entries of maps and lists are not declared fields. */
  withNamedParents(type: MergeType | undefined): FieldSet {
    const result = new FieldSet();
    for (const [step, { member, children }] of this.#entries) {
      const name = fieldName(step);
      const declared = name !== undefined && type?.shape === 'map' && Object.hasOwn(type.fields, name);
      const below = children.withNamedParents(type === undefined ? undefined : childType(type, step));
      result.#entries.set(step, { member: member || (declared && !children.isEmpty), children: below });
    }
    return result;
  }

  equals(other: FieldSet): boolean {
    return this.difference(other).isEmpty && other.difference(this).isEmpty;
  }

  /** The `fieldsV1` form. */
  toJson(): JsonObject {
    const json: JsonObject = {};
    for (const [step, { member, children }] of this.#sorted()) {
      if (children.isEmpty) {
        if (member) json[step] = {};
      } else json[step] = member ? { '.': {}, ...children.toJson() } : children.toJson();
    }
    return json;
  }

  #entry(step: string): Entry {
    let entry = this.#entries.get(step);
    if (entry === undefined) this.#entries.set(step, (entry = { member: false, children: new FieldSet() }));
    return entry;
  }

  #sorted(): [string, Entry][] {
    return [...this.#entries].sort(([a], [b]) => compareSteps(a, b));
  }

  #combine(other: FieldSet, keep: (mine: boolean, theirs: boolean) => boolean): FieldSet {
    const result = new FieldSet();
    for (const step of new Set([...this.#entries.keys(), ...other.#entries.keys()])) {
      const mine = this.#entries.get(step);
      const theirs = other.#entries.get(step);
      const member = keep(mine?.member ?? false, theirs?.member ?? false);
      const children = this.below(step).#combine(other.below(step), keep);
      if (member || !children.isEmpty) result.#entries.set(step, { member, children });
    }
    return result;
  }
}
