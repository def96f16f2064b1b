import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Caller, identifyCaller } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import type { Fault, Faults } from '../faults/index.ts';
import { type Call, type CallLog, recordedQuery } from '../recording/index.ts';
import { clientAddress } from './client-address.ts';
import { delay, deliver, reset, substitute } from './delivery.ts';
import { readBody } from './request-body.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { Backend, Callers } from './route.ts';
import type { RouteMatch, Router } from './router.ts';
import { StreamAnswer } from './stream-answer.ts';
import { type AnswerContext, corsHeaders, failure, noSuchRoute, preflight, success, type Wire } from './wire.ts';

/** What serves a request. */
export interface ServerParts extends Backend {
  readonly router: Router;
  readonly limiter: RateLimiter;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly siteUrl: () => string;
  /** Answers unknown routes with a web page and status 200, as a server that also serves the site may. */
  readonly servesWebPage: boolean;
}

/** One request on its way through the server. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly match: RouteMatch | undefined;
  /** Aborted when the connection has ended, whoever ended it. */
  readonly gone: AbortSignal;
  limitHeaders: Record<string, string>;
}

/**
 * Takes a request through the steps of the real server: route, token, kind of token, rate limit, body, checks,
 * handler. Faults strike before the first step, or on the finished answer.
 */
export class RequestHandler {
  /** What the emulator's own code has thrown, apart from refusals; anything in here is a mistake of the emulator. */
  readonly crashes: unknown[] = [];

  constructor(private readonly parts: ServerParts) {}

  /** Never rejects: what goes wrong inside becomes a 500. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults, calls, router, world } = this.parts;
    const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    const query = new URLSearchParams(search);
    const match = router.find(request.method ?? 'GET', path);
    const visit: Visit = { request, response, query, match, gone: gone.signal, limitHeaders: {} };
    const call = describe(visit, world.now());
    const answered = calls.arrival(call);

    await Promise.race([faults.heldBack(call), aborted(gone.signal)]);
    const fault = faults.take(call);
    if (fault?.kind === 'hang' || gone.signal.aborted) return;
    if (fault?.kind === 'delay') await delay(fault.ms, gone.signal);
    if (fault?.kind === 'reset' && fault.at === 'request') {
      reset(response);
      return;
    }
    await this.finish(visit, fault, answered);
  }

  private async finish(visit: Visit, fault: Fault | undefined, answered: (status: number) => void): Promise<void> {
    const wire = substitute(fault, this.parts.era, this.context(visit)) ?? (await this.answer(visit));
    if (visit.gone.aborted) return;
    if (wire instanceof StreamAnswer) {
      answered(200);
      openStream(visit.response, wire, this.parts.siteUrl());
      return;
    }
    if (fault?.kind !== 'reset') answered(wire.status);
    await deliver(visit.response, wire, fault, visit.gone);
  }

  private async answer(visit: Visit): Promise<Wire | StreamAnswer> {
    if (visit.request.method === 'OPTIONS') return preflight(this.context(visit));
    if (visit.match === undefined) return this.unknownRoute(visit);
    try {
      const body = await this.carryOut(visit, visit.match);
      return body instanceof StreamAnswer ? body : success(body, this.context(visit));
    } catch (error) {
      if (error instanceof Refusal) return failure(error, this.parts.era, this.context(visit));
      // A client that goes away in the middle of its body is no crash, and gets no answer either.
      if (!visit.gone.aborted) this.crashes.push(error);
      return failure(new Refusal('internal', 'The emulator has failed'), this.parts.era, this.context(visit));
    }
  }

  private async carryOut(visit: Visit, { route, params }: RouteMatch): Promise<unknown> {
    const { era, world, tokens, limiter } = this.parts;
    const { headers, socket } = visit.request;
    const apiKey = headers['x-api-key']?.toString();
    const caller = identifyCaller({ authorization: headers.authorization, apiKey }, world, tokens);
    admit(caller, route.callers);
    const client = clientAddress(headers, socket.remoteAddress);
    visit.limitHeaders = limiter.count(`${route.method} ${route.path}`, route.limit, client);
    const body = route.method === 'GET' ? undefined : await readBody(visit.request);
    return route.run({ era, world, tokens, caller, params, body, query: queryObject(visit.query) });
  }

  private unknownRoute(visit: Visit): Wire {
    if (!this.parts.servesWebPage) return noSuchRoute(this.context(visit));
    const body = Buffer.from('<!doctype html><html><head><title>Infisical</title></head><body></body></html>');
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': String(body.length) };
    return { status: 200, headers, body };
  }

  private context({ request, limitHeaders }: Visit): AnswerContext {
    const ifNoneMatch = request.headers['if-none-match'];
    const method = request.method ?? 'GET';
    return { method, target: request.url ?? '/', ifNoneMatch, siteUrl: this.parts.siteUrl(), limitHeaders };
  }
}

function describe({ request, query, match }: Visit, at: Date): Omit<Call, 'status'> {
  const name = match?.route.name ?? (request.method === 'OPTIONS' ? 'preflight' : 'unknown');
  const userAgent = request.headers['user-agent'];
  const route = match?.route.path ?? '';
  return { name, method: request.method ?? 'GET', route, query: recordedQuery(query), userAgent, at };
}

function admit(caller: Caller, callers: Callers): void {
  if (callers === 'anyone') return;
  if (caller.kind === 'anonymous') throw new Refusal('tokenMissing', 'This route needs a token');
  const fits = callers === 'member' || callers === caller.kind;
  if (!fits) throw new Refusal('tokenKind', 'This kind of token does not open this route');
}

/** A repeated parameter becomes an array, which no route takes. */
function queryObject(query: URLSearchParams): Record<string, string | string[]> {
  const entries = [...new Set(query.keys())].map((name): [string, string | string[]] => {
    const values = query.getAll(name);
    return [name, values.length > 1 ? values : (values[0] ?? '')];
  });
  return Object.fromEntries(entries);
}

function openStream(response: ServerResponse, answer: StreamAnswer, siteUrl: string): void {
  response.writeHead(200, { ...corsHeaders(siteUrl), ...answer.headers });
  response.flushHeaders();
  const sink = {
    write: (text: string): void => {
      if (!response.writableEnded) response.write(text);
    },
    end: (): void => {
      response.end();
    },
    destroy: (): void => {
      reset(response);
    },
  };
  response.once('close', answer.open(sink));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
