import type { Log } from '#kernel';

/** Handlers of changes. One that throws is logged and harms no other, nor the informer. */
export class Subscribers<Change> {
  private readonly handlers: ((change: Change) => void)[] = [];

  constructor(private readonly log: Log) {}

  add(handler: (change: Change) => void): void {
    this.handlers.push(handler);
  }

  tell(change: Change): void {
    for (const handler of this.handlers) {
      try {
        handler(change);
      } catch (error) {
        this.log.error('a handler of changes threw', { error: error instanceof Error ? error.stack : String(error) });
      }
    }
  }
}
