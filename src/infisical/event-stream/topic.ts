import type { Clock } from '#kernel';
import { type Folder, isInside, maySameFolder } from '../sources/index.ts';
import { Gate } from './gate.ts';

/** One source, as far as events matter to it. */
export interface WatchedSource {
  /** Equal for all who share its reads. */
  readonly key: string;
  readonly environment: string;
  /** In the form of `normalisePath`. */
  readonly path: string;
  readonly recursive: boolean;
  /** Folders that its last read imported from. */
  imports(): readonly Folder[];
  /** Makes sure that the next read is a new one. */
  outdate(): void;
}

/** Those who wait for news of one source. */
export class Topic {
  private readonly listeners = new Set<() => void>();
  private readonly gate: Gate;

  constructor(
    clock: Clock,
    readonly source: WatchedSource,
  ) {
    this.gate = new Gate(clock, () => {
      this.outdate();
      this.notify();
    });
  }

  get isEmpty(): boolean {
    return this.listeners.size === 0;
  }

  /** Calls `onNews` from now on; it must not throw. The function it returns ends that. */
  add(onNews: () => void): () => void {
    // Two subscribers may bring the same function.
    const listener = (): void => {
      onNews();
    };
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Something has changed in these folders, or anywhere when undefined. Changes in a burst become one piece of news. */
  changed(folders: readonly Folder[] | undefined): void {
    if (folders === undefined || folders.some((folder) => this.concerns(folder))) this.gate.hit();
  }

  /** Makes sure that the next read is a new one. */
  outdate(): void {
    this.source.outdate();
  }

  /** Calls all listeners. */
  notify(): void {
    for (const listener of [...this.listeners]) listener();
  }

  close(): void {
    this.gate.close();
  }

  private concerns(folder: Folder): boolean {
    return isInside(this.source, folder) || this.source.imports().some((other) => maySameFolder(other, folder));
  }
}
