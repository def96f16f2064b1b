import { formatReference, type ObjectReference, type Workload } from '#kernel';

/** Workloads by what they use. */
export class WorkloadIndex {
  private readonly workloads = new Map<string, Workload>();
  private readonly users = new Map<string, Set<string>>();

  get(id: string): Workload | undefined {
    return this.workloads.get(id);
  }

  /** Those that use the object, in the order of their coming. */
  using(reference: ObjectReference): readonly Workload[] {
    return [...(this.users.get(formatReference(reference)) ?? [])].flatMap((id) => this.workloads.get(id) ?? []);
  }

  /** Notes a workload, or with undefined that it is gone. Returns what it uses now and did not before, and the other way round. */
  set(id: string, next: Workload | undefined): readonly ObjectReference[] {
    const before = byName(this.workloads.get(id));
    const after = byName(next);
    const lost = [...before].filter(([name]) => !after.has(name));
    const won = [...after].filter(([name]) => !before.has(name));
    for (const [name] of lost) this.unlink(name, id);
    for (const [name] of won) this.users.set(name, (this.users.get(name) ?? new Set()).add(id));
    if (next === undefined) this.workloads.delete(id);
    else this.workloads.set(id, next);
    return [...lost, ...won].map(([, reference]) => reference);
  }

  private unlink(name: string, id: string): void {
    const users = this.users.get(name);
    users?.delete(id);
    if (users?.size === 0) this.users.delete(name);
  }
}

function byName(workload: Workload | undefined): ReadonlyMap<string, ObjectReference> {
  return new Map((workload?.uses ?? []).map((reference) => [formatReference(reference), reference]));
}
