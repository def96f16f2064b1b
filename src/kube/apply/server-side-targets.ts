import {
  OperatorError,
  retryable,
  terminal,
  type DesiredTarget,
  type Log,
  type ObjectKey,
  type ObservedTarget,
  type TargetObjects,
  type WriteMode,
} from '#kernel';
import type { KubeClient } from '../client/index.ts';
import type { MetadataInformer } from '../informer/index.ts';
import { Retractions } from './retractions.ts';
import { applyBody, removalPatch, type TargetKind } from './target-kind.ts';
import { TargetWire } from './target-wire.ts';

/** What targets of one kind are made of. */
export interface ServerSideTargetsOptions {
  readonly client: KubeClient;
  /** Of the same kind; answers `observe`, and is told what writes answered. */
  readonly informer: MetadataInformer;
  readonly kind: TargetKind;
  readonly log: Log;
}

/** Soon, but not at once: the watch needs a moment to tell what changed. */
const READ_AGAIN_MS = 200;

/**
 * Secrets or ConfigMaps as targets, written by server-side apply.
 *
 * Creating must not touch what others made, and the API has no "apply only if absent". What proves that an object is
 * ours alone: status 201, which the server gives to the request that created it; or, for a repeated request,
 * managedFields without any other manager. An object that others made either refuses an unforced apply because of a
 * conflict (nothing was written), or takes it, and then everything that was added is taken back at once (see
 * `Retractions`).
 */
export class ServerSideTargets implements TargetObjects {
  private readonly informer: MetadataInformer;
  private readonly wire: TargetWire;
  private readonly retractions: Retractions;

  constructor({ client, informer, kind, log }: ServerSideTargetsOptions) {
    this.informer = informer;
    this.wire = new TargetWire(client, kind);
    this.retractions = new Retractions(this.wire, log);
  }

  async observe(key: ObjectKey, signal: AbortSignal): Promise<ObservedTarget | undefined> {
    // What is still to be taken back would make a foreign object look like ours.
    if (this.retractions.owes(key)) {
      await this.retractions.settle(key);
      return this.informer.lookup(key, signal);
    }
    const knowledge = this.informer.observe(key);
    if (knowledge.kind === 'known') return knowledge.target;
    return knowledge.kind === 'absent' ? undefined : this.informer.lookup(key, signal);
  }

  async write(desired: DesiredTarget, mode: WriteMode, signal: AbortSignal): Promise<ObservedTarget> {
    await this.retractions.settle(desired);
    const written =
      mode.kind === 'create' ? await this.create(desired, signal) : await this.update(desired, mode, signal);
    this.informer.adopt(written);
    return written;
  }

  async remove(key: ObjectKey, uid: string, signal: AbortSignal): Promise<void> {
    await this.wire.delete(key, uid, signal);
  }

  private async create(desired: DesiredTarget, signal: AbortSignal): Promise<ObservedTarget> {
    // It appeared since the caller looked; as what, the next pass shall decide by its record.
    if (this.informer.get(desired) !== undefined) throw this.readAgain(desired);
    const result = await this.apply(desired, { force: false, uid: undefined }, signal);
    if (result.kind === 'written') {
      if (result.created || result.object.ownership.oursAlone) return result.object.target;
      await this.retractions.retract(desired, result.object.target.uid, desired.type);
      throw this.notOwned(desired);
    }
    // Nothing was written. Who is in the way, another's object or our own with an edit that we have not heard of?
    const inTheWay = await this.informer.lookup(desired, signal);
    if (inTheWay === undefined || inTheWay.applied !== undefined) throw this.readAgain(desired);
    throw this.notOwned(desired);
  }

  private async update(
    desired: DesiredTarget,
    { removeDataKeys, disown }: Extract<WriteMode, { kind: 'update' }>,
    signal: AbortSignal,
  ): Promise<ObservedTarget> {
    // The uid makes sure that it is the object that was looked at; without a record there is nothing to compare with.
    const uid = this.informer.get(desired)?.uid;
    const applied = await this.apply(desired, { force: true, uid }, signal);
    if (applied.kind === 'other-type' && uid !== undefined) return this.replace(desired, uid, signal);
    if (applied.kind !== 'written') throw this.readAgain(desired);
    const { target } = applied.object;
    const removable = removeDataKeys.filter((key) => !(key in desired.data || key in (desired.binaryData ?? {})));
    const owners = target.ownerReferences.filter((owner) => owner.uid !== disown);
    const isDisowned = owners.length === target.ownerReferences.length;
    if (removable.length === 0 && isDisowned) return target;
    // Known at once, as the second request may fail.
    this.informer.adopt(target);
    const patch = removalPatch(this.wire.kind, target, removable, isDisowned ? undefined : owners);
    const merged = await this.wire.merge(desired, patch, signal);
    if (merged.kind !== 'written') throw this.readAgain(desired);
    return merged.object.target;
  }

  /**
   * Another type needs another object. The API server has just judged the new one: nothing but the type kept it from being written. After a
   * crash in between there is none, and the next pass makes it.
   */
  private async replace(desired: DesiredTarget, uid: string, signal: AbortSignal): Promise<ObservedTarget> {
    await this.wire.delete(desired, uid, signal);
    this.informer.doubt(desired);
    const made = await this.apply(desired, { force: false, uid: undefined }, signal);
    // Finalizers of others may hold the old one for a while, or somebody was quicker.
    if (made.kind !== 'written' || !made.created) throw this.readAgain(desired);
    return made.object.target;
  }

  private async apply(
    desired: DesiredTarget,
    { force, uid }: { readonly force: boolean; readonly uid: string | undefined },
    signal: AbortSignal,
  ): Promise<Awaited<ReturnType<TargetWire['apply']>>> {
    try {
      const result = await this.wire.apply(desired, applyBody(this.wire.kind, desired, uid), force, signal);
      // An object can only be missing for an apply when its namespace is.
      if (result.kind === 'not-found') throw this.wire.namespaceNotFound(desired);
      return result;
    } catch (error) {
      // Aborted, or the answer was lost: the server may have done it all the same.
      const decided = error instanceof OperatorError && error.disposition === 'terminal';
      if (!decided) this.informer.doubt(desired);
      throw error;
    }
  }

  private readAgain(key: ObjectKey): OperatorError {
    return retryable('KubernetesUnavailable', `${this.wire.describe(key)} changed while it was being written.`, {
      hint: 'It is read again.',
      retryAfterMs: READ_AGAIN_MS,
    });
  }

  private notOwned(key: ObjectKey): OperatorError {
    return terminal(
      'TargetNotOwned',
      `${this.wire.describe(key)} exists and was not made by the operator; it was left as it was.`,
      {
        hint: 'Rename the target, delete the object, or annotate it with secrets.infisical.com/adopt: "true".',
      },
    );
  }
}
