/** Values by key, made when first asked for; beyond `most` the one that was asked for least recently is dropped. */
export class RecentlyUsed<T> {
  // A Map keeps the order of insertion; using an entry moves it to the end.
  private readonly entries = new Map<string, T>();

  constructor(
    private readonly most: number,
    private readonly make: () => T,
  ) {}

  /** The value of `key`, which counts as used now. */
  get(key: string): T {
    const value = this.entries.get(key) ?? this.make();
    this.entries.delete(key);
    this.entries.set(key, value);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.most && oldest !== undefined) this.entries.delete(oldest);
    return value;
  }

  /** All that is kept, the least recently used first. */
  values(): Iterable<T> {
    return this.entries.values();
  }
}
