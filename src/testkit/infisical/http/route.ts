import { z } from 'zod/v3';
import type { AccessTokens, Caller } from '../access/index.ts';
import { type Era, type EraId, Refusal } from '../era/index.ts';
import type { RouteName } from '../recording/index.ts';
import type { World } from '../state/index.ts';
import type { LimitGroup } from './rate-limiter.ts';

/** Who may call a route. `identity` and `member` refuse other kinds of token; `member` takes service tokens too. */
export type Callers = 'anyone' | 'identity' | 'member' | 'serviceToken' | 'user';

/** What a schema finds wrong, and where. */
export interface Issue {
  readonly path: readonly (string | number)[];
}

/** A parser for one part of a request; every schema of the library is one. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly Issue[] } };
}

/** For the parts of a request that a route does not look at. */
export const IGNORED = z.unknown();

/** What every handler works with. */
export interface Backend {
  readonly era: Era;
  readonly world: World;
  readonly tokens: AccessTokens;
}

/** A request whose caller is known and whose parts have been checked. */
export interface Exchange<P, Q, B> extends Backend {
  readonly caller: Caller;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

/** A route as its file writes it. The parts are checked in the order params, body, query, as the real server does. */
export interface RouteSpec<P, Q, B> {
  readonly name: RouteName;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template with `:name` for parameters. */
  readonly path: string;
  /** Servers that have the route; both, unless given. */
  readonly eras?: readonly EraId[];
  readonly callers: Callers;
  readonly limit: LimitGroup;
  readonly params: Schema<P>;
  readonly query: Schema<Q>;
  readonly body: Schema<B>;
  /** The JSON body of the 200, or a `StreamAnswer`. Throws a `Refusal` for every other answer. */
  readonly answer: (exchange: Exchange<P, Q, B>) => unknown;
}

/** A request as it came, not yet checked against the route. */
export interface RawExchange extends Backend {
  readonly caller: Caller;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A route with its types hidden, so that all fit into one table. */
export interface Route extends Omit<RouteSpec<unknown, unknown, unknown>, 'params' | 'query' | 'body' | 'answer'> {
  readonly eras: readonly EraId[];
  /** The JSON body of the 200, or a `StreamAnswer`. */
  readonly run: (raw: RawExchange) => Promise<unknown>;
}

/** Joins a handler to the checks of its input. */
export function defineRoute<P, Q, B>(spec: RouteSpec<P, Q, B>): Route {
  const { name, method, path, callers, limit, eras = ['24', '26'] } = spec;
  const run = async (raw: RawExchange): Promise<unknown> => {
    const params = check(spec.params, raw.params);
    const body = check(spec.body, raw.body);
    const query = check(spec.query, raw.query);
    return await Promise.resolve(spec.answer({ ...raw, params, body, query }));
  };
  return { name, method, path, callers, limit, eras, run };
}

function check<T>(schema: Schema<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal('validation', 'The request does not fit the route', { issues: result.error.issues });
}
