import type { Collection } from './collection.ts';
import { Reflector, type InformerContext, type ReflectorSink } from './reflector.ts';
import { SyncGate } from './sync-gate.ts';

/** What informers have in common: a reflector for each collection, which start and stop together. Starts and stops once. */
export abstract class ReflectingInformer {
  private reflectors: readonly Reflector[] = [];
  private readonly gate = new SyncGate();

  /** True when all collections have been listed once, or the API server has said that it does not serve one that is optional. */
  get synced(): boolean {
    return this.reflectors.every(({ synced }) => synced);
  }

  /** Begins to list and watch. Subscribe before, or changes are missed. */
  start(): void {
    for (const reflector of this.reflectors) reflector.start();
  }

  /** Resolves at the end of the first complete list; rejects when aborted or stopped before. */
  whenSynced(signal: AbortSignal): Promise<void> {
    return this.gate.wait(signal);
  }

  /** Ends all watches; resolves when nothing runs any more. What was cached stays readable. */
  async stop(): Promise<void> {
    await Promise.all(this.reflectors.map((reflector) => reflector.stop()));
    this.gate.shut(new Error('the informer was stopped before it had synced'));
  }

  /** To be called once, before the start. Gives the reflectors in the order of the parts. */
  protected reflect(
    context: InformerContext,
    parts: readonly { readonly collection: Collection; readonly sink: ReflectorSink }[],
  ): readonly Reflector[] {
    this.reflectors = parts.map(
      ({ collection, sink }) =>
        new Reflector(context, collection, sink, () => {
          if (this.synced) this.gate.open();
        }),
    );
    return this.reflectors;
  }
}
