import { formatKey, retryable, type Log, type ObjectKey } from '#kernel';
import { emptyBody } from './target-kind.ts';
import type { TargetWire } from './target-wire.ts';

/** What has to be taken back from a foreign object. */
interface Debt {
  readonly uid: string;
  /** The type that was applied with it. */
  readonly type: string | undefined;
}

/**
 * Takes back what an apply added to an object that turned out to be another's: our manager applies nothing, so all
 * fields that it alone owned vanish, and shared ones stay. A retraction that fails is owed until it is done, and is not
 * cancelled with the pass: until then the object carries our fields and would be taken for ours. Only a crash within
 * that one round trip leaves some behind.
 */
export class Retractions {
  private readonly debts = new Map<string, Debt>();

  constructor(
    private readonly wire: TargetWire,
    private readonly log: Log,
  ) {}

  /** Whether something is still to be taken back there. */
  owes(key: ObjectKey): boolean {
    return this.debts.has(formatKey(key));
  }

  /**
   * Takes back from the object with this uid. Throws retryable `KubernetesUnavailable` when that could not be done yet.
   */
  async retract(key: ObjectKey, uid: string, type: string | undefined): Promise<void> {
    this.debts.set(formatKey(key), { uid, type });
    await this.settle(key);
  }

  /** Pays what is owed for that object, if anything. Throws as `retract` does. */
  async settle(key: ObjectKey): Promise<void> {
    const debt = this.debts.get(formatKey(key));
    if (debt === undefined) return;
    await this.pay(key, debt);
    if (this.debts.get(formatKey(key)) === debt) this.debts.delete(formatKey(key));
    this.log.info('took back what was added to an object of others', { target: this.wire.describe(key) });
  }

  private async pay(key: ObjectKey, debt: Debt): Promise<void> {
    if (await this.appliedNothing(key, debt.uid, undefined)) return;
    // A `type` that nobody else owned cannot go away, as it is immutable. We go on owning it, and nothing else.
    await this.appliedNothing(key, debt.uid, debt.type);
  }

  /** False when `type` had to stay, and so nothing was taken back. */
  private async appliedNothing(key: ObjectKey, uid: string, type: string | undefined): Promise<boolean> {
    // The client's timeout bounds it.
    const { signal } = new AbortController();
    const result = await this.wire.apply(key, emptyBody(this.wire.kind, key, uid, type), false, signal);
    if (result.kind === 'other-type') return false;
    // Gone, or another object by now: there is nothing of ours in it.
    if (result.kind !== 'written') return true;
    const left = result.object.ownership.applied?.dataKeys ?? [];
    if (left.length === 0) return true;
    throw retryable('KubernetesUnavailable', `${this.wire.describe(key)} still has fields that were to be taken back.`);
  }
}
