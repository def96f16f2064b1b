import { settle } from '../../../src/testkit/fakes/index.ts';

/** Passes that end when a test says so. */
export class ManualWork {
  /** Keys in the order in which they were given out. */
  readonly started: string[] = [];
  private readonly open = new Map<string, () => void>();

  /** Give it to `WorkQueue.start`. Throws when a key is given out twice at once. */
  readonly run = (key: string): Promise<void> => {
    if (this.open.has(key)) throw new Error(`${key} was given out twice at once`);
    this.started.push(key);
    return new Promise((resolve) => {
      this.open.set(key, resolve);
    });
  };

  /** Keys in work, oldest first. */
  get running(): readonly string[] {
    return [...this.open.keys()];
  }

  /** Ends the pass of that key and lets the queue go on. Throws when it has none. */
  async end(key: string): Promise<void> {
    this.take(key)();
    await settle();
  }

  private take(key: string): () => void {
    const pass = this.open.get(key);
    if (pass === undefined) throw new Error(`${key} is not in work; in work are: ${this.running.join(', ')}`);
    this.open.delete(key);
    return pass;
  }
}
