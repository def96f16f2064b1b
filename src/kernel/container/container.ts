import 'reflect-metadata';
import { container as globalContainer, type DependencyContainer } from 'tsyringe';
import type { Token } from './token.ts';

/** A class that the container can construct: decorated with `@service`, or without parameters. */
export type ServiceClass<T extends object> = new (...args: never[]) => T;

/**
 * A dependency-injection container. The composition root registers; plugins are given a child each, through which they see what is
 * registered above them and never what a sibling registered.
 */
export class Container {
  private readonly registered = new Set<string>();

  private constructor(
    private readonly inner: DependencyContainer,
    private readonly parent: Container | undefined,
  ) {}

  /** A fresh, empty container that shares nothing with others. */
  static create(): Container {
    return new Container(globalContainer.createChildContainer(), undefined);
  }

  /** A child: sees this container's services; what is registered in it stays in it. */
  child(): Container {
    return new Container(this.inner.createChildContainer(), this);
  }

  /** Registers a ready-made service. Throws when this container has that token already: a second one would win in silence. */
  register<T>(token: Token<T>, value: T): void {
    if (this.registered.has(token.id)) throw new Error(`service ${token.id} is registered twice`);
    this.registered.add(token.id);
    this.inner.register(token.id, { useValue: value });
  }

  /** Whether this container or one above it has the service. */
  has(token: Token<unknown>): boolean {
    return this.registered.has(token.id) || (this.parent?.has(token) ?? false);
  }

  /** The service. Throws, naming the token, when nobody registered it. */
  resolve<T>(token: Token<T>): T {
    if (!this.has(token)) throw new Error(`no service is registered for ${token.id}`);
    return this.inner.resolve<T>(token.id);
  }

  /** Constructs a class decorated with `@service`. Throws when one of its tokens is registered nowhere. */
  construct<T extends object>(constructor: ServiceClass<T>): T {
    const wanted: unknown = Reflect.getOwnMetadata('design:paramtypes', constructor);
    if (wanted === undefined && (constructor.length > 0 || Reflect.hasMetadata('design:paramtypes', constructor))) {
      throw new Error(`class ${constructor.name} takes parameters, its own or its base class's, but lacks @service`);
    }
    for (const id of Array.isArray(wanted) ? wanted.map(String) : []) {
      if (!this.has({ id })) throw new Error(`class ${constructor.name} needs ${id}, which nobody registered`);
    }
    if (wanted === undefined) return Reflect.construct(constructor, []);
    return this.inner.resolve<T>(constructor as new (...args: unknown[]) => T);
  }
}
