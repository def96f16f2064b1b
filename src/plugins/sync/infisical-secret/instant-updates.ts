import {
  asOperatorError,
  boundedMessage,
  formatKey,
  type CustomResource,
  type InfisicalSession,
  type Listening,
  type SourceSubscription,
  type Wake,
} from '#kernel';
import type { InstantUpdatesStatus } from './status.ts';
import type { Work } from './work.ts';

/** How instant updates of a resource stand. `unchanged`: a pass has nothing better to say than what stands there. */
export type InstantUpdatesVerdict = InstantUpdatesStatus | 'absent' | 'unchanged';

/** Subscriptions of the resources that ask for instant updates, from one pass to the next. */
export class InstantUpdates {
  private readonly wanted = new Set<string>();
  private readonly subscriptions = new Map<string, SourceSubscription>();
  private wake: Wake | undefined;

  /** From now on passes may subscribe. The function it returns ends all subscriptions, and lets no pass that still runs make one. */
  attach(wake: Wake): () => void {
    this.wake = wake;
    return () => {
      this.wake = undefined;
      for (const key of [...this.subscriptions.keys()]) this.end(key);
    };
  }

  /** Whether a resource asks for them. One that does not any more, or is gone, listens no more. */
  want(object: CustomResource, isWanted: boolean): void {
    const key = formatKey(object.metadata);
    if (isWanted) {
      this.wanted.add(key);
    } else {
      this.wanted.delete(key);
      this.end(key);
    }
  }

  /**
   * Listens to the source of a pass that is about to read it, in place of what the last pass listened to. Where the server is shared, so is the stream, and
   * nothing is asked. A failure that the read would meet as well is thrown; any other only keeps instant updates off.
   */
  async follow(work: Work, session: InfisicalSession, signal: AbortSignal): Promise<void> {
    const key = formatKey(work.identity);
    if (!this.mayListen(key)) return;
    const subscription = await this.subscribe(work, session, signal);
    const before = this.subscriptions.get(key);
    // Turned off, deleted or stopped while the project was looked up.
    if (this.mayListen(key)) this.subscriptions.set(key, subscription);
    else subscription.close();
    // Only now: the stream that the two may share must not end between them.
    before?.close();
  }

  /** What the status shall say. */
  verdict(object: CustomResource): InstantUpdatesVerdict {
    const key = formatKey(object.metadata);
    if (!this.wanted.has(key)) return 'absent';
    const subscription = this.subscriptions.get(key);
    return subscription === undefined ? 'unchanged' : verdictOf(subscription.listening);
  }

  private async subscribe(work: Work, session: InfisicalSession, signal: AbortSignal): Promise<SourceSubscription> {
    const onNews = (): void => {
      this.wake?.(work.identity, 'drift');
    };
    try {
      return await session.subscribe(work.spec().method.scope, onNews, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      const error = asOperatorError(thrown);
      if (error.disposition === 'retryable') throw error;
      return { listening: { kind: 'polling', error }, close: () => undefined };
    }
  }

  private mayListen(key: string): boolean {
    return this.wake !== undefined && this.wanted.has(key);
  }

  private end(key: string): void {
    this.subscriptions.get(key)?.close();
    this.subscriptions.delete(key);
  }
}

function verdictOf(listening: Listening): InstantUpdatesVerdict {
  switch (listening.kind) {
    case 'connecting':
      return 'unchanged';
    case 'on':
      return { mode: 'Events' };
    case 'polling':
      return {
        mode: 'Polling',
        reason: listening.error.reason,
        message: boundedMessage(listening.error.userMessage),
      };
  }
}
