import { abortReason } from '../client/index.ts';

/** Lets callers wait for something that happens once, or never. */
export class SyncGate {
  private opened = false;
  private failure: Error | undefined;
  private readonly waiting = new Set<() => void>();

  /** Resolves when opened; rejects with the abort reason, or when the gate was shut before. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.waiting.delete(settle);
        signal.removeEventListener('abort', settle);
        if (this.opened) resolve();
        else if (this.failure !== undefined) reject(this.failure);
        else reject(abortReason(signal));
      };
      if (this.opened || this.failure !== undefined || signal.aborted) {
        settle();
        return;
      }
      this.waiting.add(settle);
      signal.addEventListener('abort', settle, { once: true });
    });
  }

  open(): void {
    this.opened = true;
    this.releaseAll();
  }

  /** It will not happen any more. */
  shut(reason: Error): void {
    this.failure ??= reason;
    this.releaseAll();
  }

  private releaseAll(): void {
    for (const settle of [...this.waiting]) settle();
  }
}
