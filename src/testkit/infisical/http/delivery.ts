import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { Era } from '../era/index.ts';
import type { Fault } from '../faults/index.ts';
import { type AnswerContext, corsHeaders, envelope, json, type Wire } from './wire.ts';

/** Waits in real time, less if the signal says that nobody waits for the answer any more. */
export async function delay(ms: number, gone: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal: gone }).catch(() => undefined);
}

/** Breaks the connection so that the client sees a reset; over TLS, a connection that is suddenly closed. */
export function reset(response: ServerResponse): void {
  const { socket } = response;
  if (socket === null) return;
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

/** The answer a fault gives in place of the real one; undefined if the request is to be carried out. */
export function substitute(fault: Fault | undefined, era: Era, context: AnswerContext): Wire | undefined {
  if (fault?.kind === 'body') return raw(fault.status, fault.contentType, fault.text, context);
  if (fault?.kind !== 'status') return undefined;
  const { status, body } = fault;
  const wire =
    body === undefined
      ? json(status, envelope(status, 'A fault that was planned', 'PlannedFault', era), context)
      : raw(status, body === '' ? undefined : 'text/plain; charset=utf-8', body, context);
  return { ...wire, headers: { ...wire.headers, ...fault.headers } };
}

/** Sends an answer, spoilt on its way as the fault says. Resolves when it is sent, or when nobody reads it any more. */
export async function deliver(
  response: ServerResponse,
  wire: Wire,
  fault: Fault | undefined,
  gone: AbortSignal,
): Promise<void> {
  const half = wire.body.subarray(0, Math.floor(wire.body.length / 2));
  switch (fault?.kind) {
    case 'malformed':
      send(response, {
        ...wire,
        headers: { ...wire.headers, 'content-length': String(half.length) },
        body: half,
      });
      return;
    case 'contentType':
      send(response, { ...wire, headers: { ...wire.headers, 'content-type': fault.contentType } });
      return;
    case 'truncated':
      return sendHalf(response, wire, half, () => {
        response.destroy();
      });
    case 'reset':
      if (fault.at === 'body')
        return sendHalf(response, wire, half, () => {
          reset(response);
        });
      reset(response);
      return;
    case 'drip':
      response.writeHead(wire.status, wire.headers);
      for (let at = 0; at < wire.body.length && !gone.aborted; at += fault.bytes) {
        response.write(wire.body.subarray(at, at + fault.bytes));
        await delay(fault.everyMs, gone);
      }
      response.end();
      return;
    default:
      send(response, wire);
  }
}

function send(response: ServerResponse, wire: Wire): void {
  response.writeHead(wire.status, wire.headers);
  response.end(wire.body);
}

/** Announces the whole body, sends half of it, and breaks off once that half has left. */
function sendHalf(response: ServerResponse, wire: Wire, half: Buffer, breakOff: () => void): Promise<void> {
  response.writeHead(wire.status, wire.headers);
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.write(half, breakOff);
  });
}

function raw(status: number, contentType: string | undefined, text: string, { siteUrl }: AnswerContext): Wire {
  const body = Buffer.from(text);
  const headers = {
    ...corsHeaders(siteUrl),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    'content-length': String(body.length),
  };
  return { status, headers, body };
}
