import { z } from 'zod';
import type { CloudCall, ObjectKey, TokenRequest } from '#kernel';

/**
 * What the operator and the process of a plugin say to each other. The process's side imports types from here and nothing else: it is loaded without the
 * tools that the rest of the sources need.
 */

/** What a process begins with. */
export interface ProcessData {
  readonly entry: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Modules of Node.js that the plugin may import: `node:crypto`. */
  readonly modules: readonly string[];
  /** Settings of the plugin. */
  readonly config: unknown;
}

/** An error by the contract of plugins, as data. */
export interface PlainError {
  readonly disposition: 'terminal' | 'retryable';
  readonly reason: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** What a method of the plugin is called with. */
export interface PlainRequest {
  readonly spec: unknown;
  readonly resource: ObjectKey;
}

/** From the operator. */
export type ToProcess =
  | { readonly kind: 'start'; readonly data: ProcessData }
  /** `prepare`: who would log in. `login`: that, and the body of the login. */
  | { readonly kind: 'call'; readonly id: number; readonly step: Step; readonly request: PlainRequest }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'answer'; readonly service: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly service: number; readonly error: PlainError };
export type Step = 'prepare' | 'login';

/** A service of the kernel with what it is called with. */
export type ServiceCall =
  | { readonly name: 'secrets.read'; readonly key: ObjectKey }
  | { readonly name: 'tokens.request'; readonly request: TokenRequest }
  | { readonly name: 'tokens.stored'; readonly account: ObjectKey }
  | { readonly name: 'platform.file'; readonly path: string }
  | { readonly name: 'platform.call'; readonly call: CloudCall };

/** From the process; of what is in `result` nothing is known. */
export type FromProcess =
  | { readonly kind: 'ready' }
  /** The plugin could not be loaded. `refused`: the import that is not allowed. */
  | { readonly kind: 'broken'; readonly stack: string; readonly refused: string }
  | { readonly kind: 'service'; readonly id: number; readonly service: number; readonly call: ServiceCall }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PlainError }
  /** An error of a service, given on as it came. */
  | { readonly kind: 'passed-on'; readonly id: number; readonly service: number }
  /** Any other error. */
  | { readonly kind: 'threw'; readonly id: number; readonly stack: string };

const number = z.int().min(0);
const text = z.string().max(65_536);
const key = z.object({ namespace: z.string().max(253), name: z.string().max(253) });

const Service = z.discriminatedUnion('name', [
  z.object({ name: z.literal('secrets.read'), key }),
  z.object({
    name: z.literal('tokens.request'),
    request: key.extend({ audiences: z.array(text).max(32), expirationSeconds: z.number() }),
  }),
  z.object({ name: z.literal('tokens.stored'), account: key }),
  z.object({ name: z.literal('platform.file'), path: z.string().max(4_096) }),
  z.object({
    name: z.literal('platform.call'),
    call: z.object({
      what: z.string().max(200),
      method: z.enum(['GET', 'POST', 'PUT']),
      url: text,
      headers: z.record(text, text).default({}),
      body: text.default(''),
      timeoutMs: z.number().min(1).max(10_000).default(5_000),
    }),
  }),
]);

const Failure = z.object({
  disposition: z.enum(['terminal', 'retryable']),
  reason: z.string(),
  message: text,
  hint: text.optional(),
  retryAfterMs: z.number().min(0).optional(),
});

/** Code from elsewhere may have sent it. */
export const Message: z.ZodType<FromProcess> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('broken'), stack: z.string(), refused: z.string().max(200) }),
  z.object({ kind: z.literal('service'), id: number, service: number, call: Service }),
  z.object({ kind: z.literal('result'), id: number, value: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: number, error: Failure }),
  z.object({ kind: z.literal('passed-on'), id: number, service: number }),
  z.object({ kind: z.literal('threw'), id: number, stack: z.string() }),
]);
