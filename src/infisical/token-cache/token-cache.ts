import { asOperatorError, type Clock, type Log, type OperatorError, type Random } from '#kernel';
import { Flights } from '../flight/index.ts';
import type { OnLookup } from '../lookups.ts';
import { Refusals } from './refusals.ts';

/** What a login gives. */
export interface IssuedToken {
  readonly value: string;
  /** Seconds; 0 means that it never expires. */
  readonly expiresInSeconds: number;
}

/** Logs in; called at most once at a time per identity. */
export type Login = (signal: AbortSignal) => Promise<IssuedToken>;

/** A token to use for one call. */
export interface UsableToken {
  readonly value: string;
  /** Made while this caller waited: when the server refuses even that one, another login will not help. */
  readonly fresh: boolean;
}

interface Held {
  readonly value: string;
  readonly expiresAtMs: number;
  replaceAtMs: number;
  usedAtMs: number;
}

/** Share of its life after which a token is replaced. It is never renewed: renewal past the longest life kills a token. */
const REPLACED_AT = 0.8;
/** Pause between attempts to replace a token that still works. */
const REPLACE_PAUSE_MS = 30_000;
/** A login that nobody waits for gets no longer than this. */
const BACKGROUND_LIMIT_MS = 60_000;
/** A token that nobody used for this long is dropped; its identity logs in again when it comes back. */
const UNUSED_MS = 6 * 3_600_000;

/**
 * Access tokens by identity. One login per identity is in flight at a time, whoever asks; at 80 % of its life a token is replaced
 * behind the back of its users, who keep the old one until the new one is there.
 */
export class TokenCache {
  private readonly held = new Map<string, Held>();
  private readonly flights = new Flights<Held>();
  private readonly refusals: Refusals;

  constructor(
    private readonly clock: Clock,
    random: Random,
    private readonly log: Log,
    private readonly onLookup: OnLookup = () => undefined,
  ) {
    this.refusals = new Refusals(clock, random);
  }

  /**
   * The token of `id`, a hash of host, method and identity. Throws what `login` throws, and without a login the error of one
   * that failed lately. `signal` ends this wait; the login goes on while others wait. `beforeJoin` may throw where it is unwise to wait for the login of
   * somebody else.
   */
  async get(
    id: string,
    login: Login,
    signal: AbortSignal,
    beforeJoin: () => void = () => undefined,
  ): Promise<UsableToken> {
    signal.throwIfAborted();
    const nowMs = this.clock.monotonic();
    const held = this.held.get(id);
    if (held !== undefined && nowMs < held.expiresAtMs) {
      held.usedAtMs = nowMs;
      this.onLookup('hit');
      if (nowMs >= held.replaceAtMs) this.replace(id, held, login);
      return { value: held.value, fresh: false };
    }
    const refusal = this.refusals.standing(id);
    if (refusal !== undefined) {
      this.onLookup('failure');
      throw refusal;
    }
    const isUnderWay = this.flights.has(id);
    if (isUnderWay) beforeJoin();
    this.onLookup(isUnderWay ? 'joined' : 'miss');
    const made = await this.flights.run(id, (flight) => this.logIn(id, login, flight), signal);
    return { value: made.value, fresh: true };
  }

  /** Forgets `value`, which the server no longer takes; a newer token of the same identity stays. */
  drop(id: string, value: string): void {
    if (this.held.get(id)?.value === value) this.held.delete(id);
  }

  /** The server refused even a fresh token: drops it, and treats the identity like one whose login was refused. */
  refuse(id: string, value: string, error: OperatorError): void {
    this.drop(id, value);
    this.refusals.add(id, error);
  }

  /** Ends the logins that are under way. */
  close(): Promise<void> {
    this.held.clear();
    return this.flights.close();
  }

  private async logIn(id: string, login: Login, signal: AbortSignal): Promise<Held> {
    const beganMs = this.clock.monotonic();
    try {
      const issued = await login(signal);
      // Counted from the moment before the login: the server's life of the token began later.
      const lifeMs = issued.expiresInSeconds === 0 ? Infinity : issued.expiresInSeconds * 1_000;
      const held: Held = {
        value: issued.value,
        expiresAtMs: beganMs + lifeMs,
        replaceAtMs: beganMs + lifeMs * REPLACED_AT,
        usedAtMs: this.clock.monotonic(),
      };
      this.dropUnused();
      this.held.set(id, held);
      this.refusals.clear(id);
      return held;
    } catch (error) {
      signal.throwIfAborted();
      const failure = asOperatorError(error);
      this.refusals.add(id, failure);
      throw this.refusals.standing(id) ?? failure;
    }
  }

  private replace(id: string, held: Held, login: Login): void {
    if (this.flights.has(id) || this.refusals.standing(id) !== undefined) return;
    held.replaceAtMs = this.clock.monotonic() + REPLACE_PAUSE_MS;
    const limit = new AbortController();
    const timer = this.clock.timer(BACKGROUND_LIMIT_MS, () => {
      limit.abort();
    });
    this.flights
      .run(id, (flight) => this.logIn(id, login, flight), limit.signal)
      .catch((error: unknown) => {
        // The present token still works; its users hear of it only when it ends first.
        const { reason, message } = asOperatorError(error);
        this.log.warn('A token could not be replaced before its end; the present one stays in use.', {
          reason,
          message,
        });
      })
      .finally(() => {
        timer.cancel();
      });
  }

  private dropUnused(): void {
    const nowMs = this.clock.monotonic();
    for (const [id, held] of this.held) {
      if (nowMs >= held.expiresAtMs || nowMs - held.usedAtMs > UNUSED_MS) this.held.delete(id);
    }
  }
}
