import type { CloudAnswer, ObjectKey, SecretText, TokenRequest } from '#kernel';
import type { ErrorDetails, HttpCall, PluginDoor, PluginMethod, PluginRequest } from '../plugin-api.ts';
import type { FromProcess, PlainError, PlainRequest, ServiceCall, Step, ToProcess } from '../protocol.ts';
import { pluginError, plainError, type PluginError } from './plugin-error.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The calls of the operator that run in this process, and the calls of services that they make. */
export class PluginCalls {
  private readonly running = new Map<number, AbortController>();
  private readonly services = new Map<number, Waiting>();
  /** Errors of services, to know them again when the plugin gives them on. */
  private readonly passedOn = new WeakMap<object, number>();
  private lastService = 0;
  private method: PluginMethod<unknown> | undefined;

  private readonly send: (message: FromProcess) => void;

  // Spelt out: this file is run as it is by Node.js, which only strips types.
  constructor(send: (message: FromProcess) => void) {
    this.send = send;
  }

  /** What the plugin's function is called with. */
  door(): PluginDoor {
    return Object.freeze({
      terminal: (reason: string, message: string, details?: ErrorDetails) =>
        pluginError({ disposition: 'terminal', reason, message, ...details }),
      retryable: (reason: string, message: string, details?: ErrorDetails) =>
        pluginError({ disposition: 'retryable', reason, message, ...details }),
    });
  }

  /** From now on calls go to this, which the plugin's function has given. Throws when it is no login method. */
  begin(method: unknown): void {
    if (typeof method !== 'object' || method === null || typeof Reflect.get(method, 'prepare') !== 'function') {
      throw new Error('the function gave no login method');
    }
    this.method = method as PluginMethod<unknown>;
  }

  take(message: Exclude<ToProcess, { readonly kind: 'start' }>): void {
    if (message.kind === 'call') void this.run(message.id, message.step, message.request);
    else if (message.kind === 'abort') this.running.get(message.id)?.abort();
    else {
      const waiting = this.services.get(message.service);
      this.services.delete(message.service);
      if (message.kind === 'answer') waiting?.resolve(message.value);
      else waiting?.reject(this.remembered(message.error, message.service));
    }
  }

  private async run(id: number, step: Step, { spec, resource }: PlainRequest): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    const { signal } = controller;
    try {
      const { method } = this;
      if (method === undefined) throw new Error('the plugin is not loaded');
      const request = { spec, resource, ...this.servicesOf(id) };
      const material: unknown = await method.prepare(request, signal);
      this.send({ kind: 'result', id, value: await plainMaterial(material, step, signal) });
    } catch (error) {
      this.fail(id, error);
    } finally {
      this.running.delete(id);
    }
  }

  private fail(id: number, error: unknown): void {
    const service = typeof error === 'object' && error !== null ? this.passedOn.get(error) : undefined;
    const plain = plainError(error);
    try {
      if (service !== undefined) this.send({ kind: 'passed-on', id, service });
      else if (plain !== undefined) this.send({ kind: 'failed', id, error: plain });
      else this.send({ kind: 'threw', id, stack: error instanceof Error ? String(error.stack).slice(0, 8_192) : '' });
    } catch {
      // What was thrown cannot be told, or its stack throws in turn.
      this.send({ kind: 'threw', id, stack: '' });
    }
  }

  /** Services as the contract has them; that a caller gives a signal as well changes nothing, as the operator knows when the call ends. */
  private servicesOf(id: number): Omit<PluginRequest<unknown>, 'spec' | 'resource'> {
    return {
      secrets: {
        read: (key: ObjectKey) => this.ask<SecretText>(id, { name: 'secrets.read', key: keyOf(key) }),
      },
      tokens: {
        request: (request: TokenRequest) =>
          this.ask<string>(id, {
            name: 'tokens.request',
            request: {
              ...keyOf(request),
              audiences: [...request.audiences],
              expirationSeconds: request.expirationSeconds,
            },
          }),
        stored: (account: ObjectKey) =>
          this.ask<string | undefined>(id, { name: 'tokens.stored', account: keyOf(account) }),
      },
      platform: {
        file: (path: string) => this.ask<string | undefined>(id, { name: 'platform.file', path }),
        call: (call: HttpCall) => this.ask<CloudAnswer>(id, { name: 'platform.call', call }),
      },
    };
  }

  private ask<T>(id: number, call: ServiceCall): Promise<T> {
    const service = (this.lastService += 1);
    return new Promise<T>((resolve, reject) => {
      this.services.set(service, { resolve, reject });
      this.send({ kind: 'service', id, service, call });
    });
  }

  private remembered(plain: PlainError, service: number): PluginError {
    const error = pluginError(plain);
    this.passedOn.set(error, service);
    return error;
  }
}

function keyOf({ namespace, name }: ObjectKey): ObjectKey {
  return { namespace, name };
}

/** Login material as data: its body is made where it is wanted. What is none is given on, for the operator to refuse. */
async function plainMaterial(material: unknown, step: Step, signal: AbortSignal): Promise<unknown> {
  if (typeof material !== 'object' || material === null) return typeof material;
  const { kind, method, identity, token, body } = material as Readonly<Record<string, unknown>>;
  if (kind === 'token') return { kind, token };
  if (typeof body !== 'function') return { kind, method, identity, body: typeof body };
  if (step === 'prepare') return { kind, method, identity };
  return { kind, method, identity, body: (await Reflect.apply(body, material, [signal])) as unknown };
}
