import type { KindRegistry } from '../kinds/index.ts';
import type { Store } from '../storage/index.ts';

/** What every request handler works on. */
export interface Cluster {
  readonly store: Store;
  readonly kinds: KindRegistry;
  /** The present instant, in the whole seconds that the API speaks in. */
  readonly now: () => Date;
}

/** An instant as the API writes it: RFC 3339 without fractions. */
export const instant = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
