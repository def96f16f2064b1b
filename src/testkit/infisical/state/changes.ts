/** The kinds of change that servers of 2026 announce. */
export const CHANGE_EVENTS = ['secret:create', 'secret:update', 'secret:delete', 'secret:import-mutation'] as const;
/** The kind of one change, as subscribers name it. */
export type ChangeEvent = (typeof CHANGE_EVENTS)[number];

/** A change in one folder; a batch is one change with several keys. */
export interface Change {
  readonly event: ChangeEvent;
  readonly projectId: string;
  readonly environment: string;
  readonly secretPath: string;
  readonly keys: readonly string[];
}

/** Tells listeners of each change, in the order of the writes, right after the write. */
export class ChangeFeed {
  private readonly listeners = new Set<(change: Change) => void>();

  /** Calls `listener` from now on, until the returned function is called. */
  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  publish(change: Change): void {
    for (const listener of [...this.listeners]) listener(change);
  }
}
