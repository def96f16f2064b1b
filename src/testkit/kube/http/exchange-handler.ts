import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '../errors/index.ts';
import { reasonOf, type CallRecorder, type Fault, type Faults, type OpenWatches } from '../faults/index.ts';
import { describeCall, type ApiRequest, type ApiResponse, type ApiServer, type Call } from '../rest/index.ts';
import { BodyTooLarge, readRequest } from './read-request.ts';

/** What the wire needs besides the API. */
export interface WireParts {
  readonly api: ApiServer;
  readonly faults: Faults;
  readonly calls: CallRecorder;
  readonly watches: OpenWatches;
}

/** Answers one HTTP exchange; never rejects. */
export async function exchange(parts: WireParts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  let call: Call | undefined;
  try {
    const request = await readRequest(incoming);
    call = describeCall(request);
    await parts.faults.passHolds(call);
    await meetFault(parts, request, call, outgoing, parts.faults.take(call));
  } catch (error) {
    if (error instanceof ApiError) {
      sendStatus(outgoing, error);
      return;
    }
    // A defect of the emulator must be seen by the test, not end its process.
    const [code, message] =
      error instanceof BodyTooLarge
        ? [413, `Request entity too large: limit is 3145728`]
        : [500, `the emulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
    if (call !== undefined) parts.calls.record(call, code);
    sendStatus(outgoing, new ApiError(code, code === 413 ? 'RequestEntityTooLarge' : 'InternalError', message));
  }
}

async function meetFault(
  parts: WireParts,
  request: ApiRequest,
  call: Call,
  outgoing: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      answer(parts, call, outgoing, parts.api.handle(request));
      return;
    case 'delay':
      await pause(fault.ms, undefined, { ref: false });
      answer(parts, call, outgoing, parts.api.handle(request));
      return;
    case 'hang':
      parts.calls.record(call, 0);
      return;
    case 'reset':
      parts.calls.record(call, 0);
      outgoing.destroy();
      return;
    case 'lost':
      parts.api.handle(request);
      parts.calls.record(call, 0);
      outgoing.destroy();
      return;
    case 'malformed':
      parts.calls.record(call, 200);
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(fault.body ?? '{"kind":"Sec');
      return;
    case 'status': {
      parts.calls.record(call, fault.code);
      const { retryAfterSeconds } = fault;
      const details = retryAfterSeconds === undefined ? undefined : { retryAfterSeconds };
      sendStatus(outgoing, new ApiError(fault.code, reasonOf(fault.code), fault.message ?? 'fault on demand', details));
    }
  }
}

function answer(parts: WireParts, call: Call, outgoing: ServerResponse, response: ApiResponse): void {
  switch (response.type) {
    case 'text':
      parts.calls.record(call, response.code);
      outgoing.writeHead(response.code, { 'content-type': 'text/plain; charset=utf-8' }).end(response.body);
      return;
    case 'json': {
      parts.calls.record(call, response.code);
      const warnings = response.warnings.map((text) => `299 - ${JSON.stringify(text)}`);
      if (warnings.length > 0) outgoing.setHeader('warning', warnings);
      const headers = { 'content-type': 'application/json', ...retryAfter(response.body['details']) };
      outgoing.writeHead(response.code, headers).end(`${JSON.stringify(response.body)}\n`);
      return;
    }
    case 'watch':
      parts.calls.record(call, 200);
      stream(parts.watches, call, outgoing, response.start);
  }
}

function stream(
  watches: OpenWatches,
  call: Call,
  outgoing: ServerResponse,
  start: Extract<ApiResponse, { type: 'watch' }>['start'],
): void {
  outgoing.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  outgoing.flushHeaders();
  let silent = false;
  const write = (text: string): void => {
    if (!silent && !outgoing.destroyed && !outgoing.writableEnded) outgoing.write(text);
  };
  const end = (): void => {
    if (!silent) outgoing.end();
  };
  const session = start({
    event: (event) => {
      write(`${JSON.stringify(event)}\n`);
    },
    end,
  });
  const remove = watches.add({
    call,
    write,
    end,
    reset: () => outgoing.destroy(),
    silence: () => {
      silent = true;
    },
    bookmark: () => {
      session.bookmark();
    },
  });
  outgoing.once('close', () => {
    remove();
    session.stop();
  });
}

function sendStatus(outgoing: ServerResponse, error: ApiError): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const seconds = error.details?.retryAfterSeconds;
  const headers = {
    'content-type': 'application/json',
    ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
  };
  outgoing.writeHead(error.code, headers).end(`${JSON.stringify(error.toStatus())}\n`);
}

function retryAfter(details: unknown): Record<string, string> {
  if (typeof details !== 'object' || details === null || !('retryAfterSeconds' in details)) return {};
  return { 'retry-after': String(details.retryAfterSeconds) };
}
