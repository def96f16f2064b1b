import {
  formatKey,
  type CustomResource,
  type ResourceChange,
  type ResourceInformer,
} from '../../../src/kernel/index.ts';

/** An informer whose cache a test fills; handlers are called as the real one does: after the cache has changed. */
export class FakeInformer implements ResourceInformer {
  readonly type = { group: 'test.example', version: 'v1', kind: 'Thing', plural: 'things' };
  readonly synced = true;
  private readonly objects = new Map<string, CustomResource>();
  private readonly handlers: ((change: ResourceChange) => void)[] = [];

  get({ namespace, name }: { readonly namespace: string; readonly name: string }): CustomResource | undefined {
    return this.objects.get(`${namespace}/${name}`);
  }

  list(): readonly CustomResource[] {
    return [...this.objects.values()];
  }

  subscribe(handler: (change: ResourceChange) => void): void {
    this.handlers.push(handler);
  }

  /** The object is there now, or has changed. */
  put(next: CustomResource): void {
    const name = formatKey(next.metadata);
    const previous = this.objects.get(name);
    this.objects.set(name, next);
    for (const handler of this.handlers) handler({ previous, next });
  }

  /** The object is gone. */
  delete(name: string): void {
    const previous = this.objects.get(name);
    this.objects.delete(name);
    for (const handler of this.handlers) handler({ previous, next: undefined });
  }
}
