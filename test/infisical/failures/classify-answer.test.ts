import { expect } from 'chai';
import type { Reason } from '#kernel';
import type { FailureMeaning } from '../../../src/infisical/failures/call-failure.ts';
import type { CallKind } from '../../../src/infisical/failures/index.ts';
import { type AnswerContext, classifyAnswer } from '../../../src/infisical/failures/classify-answer.ts';

const CONTEXT: AnswerContext = {
  what: 'list the secrets',
  host: 'https://inf.example.com',
  kind: 'secrets',
  confidential: [],
  nowMs: Date.UTC(2026, 0, 1),
};

type Case = readonly [name: string, status: number, body: unknown, meaning: FailureMeaning];

const NOT_ALLOWED = 'You are not allowed to access this resource';
const FOLDER = 'Folder not found for the given environment slug & secret path';
const says24 = (error: string, message: unknown = NOT_ALLOWED): unknown => ({ error, message });
const says26 = (error: string, message: unknown = 'No'): unknown => ({ reqId: 'req-1', error, message });
const route = (path: string): unknown => says24('Not Found', `Route ${path} not found`);
const failed24 = (message: string): unknown => says24('Internal Server Error', message);

const CASES: Readonly<Partial<Record<CallKind, readonly Case[]>>> = {
  events: [
    ['a server without events', 404, route('POST:/api/v1/events/subscribe/project-events'), 'eventsMissing'],
    ['26 plan', 400, says26('BadRequest', 'This is not available on your current plan'), 'eventsUnlicensed'],
    ['26 no right', 403, says26('PermissionDenied'), 'eventsDenied'],
    ['26 service token', 403, says26('ForbiddenRequest'), 'eventsDenied'],
    ['26 not a member', 403, says26('ForbiddenError', 'You are not a member of this project'), 'projectMissing'],
    ['26 unknown project', 404, says26('NotFound', 'Project with ID x not found'), 'projectMissing'],
    ['26 revoked token', 401, says26('UnauthorizedError'), 'tokenRefused'],
    ['26 malformed token', 403, says26('TokenError'), 'tokenRefused'],
    ['26 too many streams', 429, says26('RateLimitExceeded'), 'rateLimited'],
    ['26 validation', 422, says26('ValidationFailure', [{ path: ['a'], message: 'Bad' }]), 'requestRefused'],
  ],
  secrets: [
    ['24 revoked token', 403, says24('UnauthorizedError'), 'tokenRefused'],
    ['24 malformed token', 500, failed24('jwt malformed'), 'tokenRefused'],
    ['24 expired JWT', 500, failed24('jwt expired'), 'tokenRefused'],
    ['24 wrong signature', 500, failed24('invalid signature'), 'tokenRefused'],
    ['24 used up token', 400, says24('BadRequest', 'access token number of uses limit reached'), 'tokenRefused'],
    ['26 revoked token', 401, says26('UnauthorizedError'), 'tokenRefused'],
    ['26 malformed token', 403, says26('TokenError'), 'tokenRefused'],
    ['26 deleted service token', 404, says26('NotFound', 'Service token not found'), 'tokenRefused'],
    ['24 no right is 401', 401, says24('PermissionDenied'), 'accessDenied'],
    ['26 no right', 403, says26('PermissionDenied'), 'accessDenied'],
    [
      '24 service token of another project',
      403,
      says24('UnauthorizedError', 'Failed to find service authorization for given project'),
      'accessDenied',
    ],
    ['24 not a member', 403, says24('Identity not in project'), 'projectMissing'],
    ['26 not a member', 403, says26('ForbiddenError', 'You are not a member of this project'), 'projectMissing'],
    ['24 unknown project id', 400, says24('BadRequest', 'Project not found during bot lookup.'), 'projectMissing'],
    ['24 unknown project slug', 500, says24('Find project by slug', 'Something went wrong'), 'projectMissing'],
    ['26 unknown project', 404, says26('NotFound', 'Project with ID x not found'), 'projectMissing'],
    ['26 unknown path', 404, says26('SecretPathNotFound', 'No folder in project'), 'sourceMissing'],
    ['26 anything unknown', 404, says26('NotFound'), 'sourceMissing'],
    ['24 unknown path', 400, says24('Create secret', FOLDER), 'sourceMissing'],
    ['24 bad request', 400, says24('BadRequest', 'Missing workspace id or environment'), 'requestRefused'],
    ['24 validation is 403', 403, says24('ValidationFailure', [{ path: ['a'], message: 'Bad' }]), 'requestRefused'],
    ['26 validation', 422, says26('ValidationFailure', [{ path: ['a', 0], message: 'Bad' }]), 'requestRefused'],
    ['413', 413, says24('Payload Too Large', 'Request body is too large'), 'requestRefused'],
    ['an unknown route', 404, route('GET:/api/v4/secrets'), 'routeMissing'],
    ['26 404 that only talks of a route', 404, says26('NotFound', 'Route x not found'), 'sourceMissing'],
    ['24 rate limit', 429, says24('Too Many Requests', 'Rate limit exceeded'), 'rateLimited'],
    ['429 of a proxy', 429, '<html>', 'rateLimited'],
    ['408', 408, '', 'tooSlow'],
    ['504 of a proxy', 504, '<html>', 'tooSlow'],
    ['502 of a proxy', 502, '<html>', 'hostFailed'],
    ['500 of a proxy', 500, '<html>', 'hostFailed'],
    ['503 in the words of Infisical', 503, says26('ServiceUnavailable', 'Starting'), 'hostFailed'],
    ['500 without more', 500, says26('InternalServerError', 'Something went wrong'), 'serverFailed'],
    ['403 of a firewall', 403, '<html>', 'answerInvalid'],
    ['404 of another site', 404, '<html>', 'answerInvalid'],
    ['401 with JSON of another kind', 401, { detail: 'who are you' }, 'answerInvalid'],
    ['304 that nobody asked for', 304, undefined, 'answerInvalid'],
  ],
  write: [
    ['24 duplicate', 400, says24('BadRequest', 'Secret already exist'), 'writeRefused'],
    ['24 missing secret', 400, says24('BadRequest', 'Secret not found: blind index NOPE'), 'writeRefused'],
    ['24 unknown path', 400, says24('Create secret', FOLDER), 'writeRefused'],
    ['24 unknown project', 400, says24('BadRequest', 'Project not found during bot lookup.'), 'projectMissing'],
    ['24 no right', 401, says24('PermissionDenied'), 'accessDenied'],
    ['26 duplicate', 400, says26('BadRequest'), 'writeRefused'],
    ['26 missing secret', 404, says26('NotFound'), 'writeRefused'],
    ['26 name that is not allowed', 422, says26('ValidationFailure'), 'requestRefused'],
    ['a missing route', 404, route('POST:/api/v4/secrets/batch'), 'routeMissing'],
  ],
  secret: [
    ['24 missing secret', 400, says24('BadRequest', 'whatever it says'), 'sourceMissing'],
    ['26 missing secret', 404, says26('NotFound'), 'sourceMissing'],
    ['24 unknown project', 400, says24('BadRequest', 'Project not found during bot lookup.'), 'projectMissing'],
  ],
  project: [
    ['24 unknown id', 500, says24('Failed to find project by id', 'Something went wrong'), 'projectMissing'],
    ['26 unknown slug', 404, says26('NotFound'), 'projectMissing'],
    ['26 no right', 403, says26('PermissionDenied'), 'accessDenied'],
  ],
  login: [
    ['24 wrong client secret', 403, says24('UnauthorizedError', 'Invalid credentials'), 'loginRefused'],
    ['26 wrong client secret', 401, says26('UnauthorizedError'), 'loginRefused'],
    ['26 unknown identity', 404, says26('NotFound'), 'loginRefused'],
    ['26 token review refused', 400, says26('KubernetesTokenReviewRequestError'), 'loginRefused'],
    ['24 namespace not allowed', 500, failed24('Access denied: K8s namespace not allowed.'), 'loginRefused'],
    ['24 token review unreachable', 500, failed24('connect ECONNREFUSED 127.0.0.1:1'), 'serverFailed'],
    ['24 missing field', 403, says24('ValidationFailure', [{ path: ['jwt'], message: 'Required' }]), 'requestRefused'],
    ['24 method that came later', 404, route('POST:/api/v1/auth/ldap-auth/login'), 'loginUnknown'],
  ],
  token: [
    ['26 unknown service token', 404, says26('NotFound'), 'tokenRefused'],
    ['26 expired service token', 403, says26('ForbiddenError'), 'tokenRefused'],
    ['24 wrong kind of token', 403, says24('/api/v2/service-token Unauthorized Access'), 'tokenRefused'],
  ],
};

const REASON_OF: Readonly<Partial<Record<FailureMeaning, readonly [Reason, 'terminal' | 'retryable']>>> = {
  routeMissing: ['HostAnswerInvalid', 'retryable'],
  tokenRefused: ['InvalidCredentials', 'terminal'],
  loginRefused: ['InvalidCredentials', 'terminal'],
  loginUnknown: ['InvalidSpec', 'terminal'],
  accessDenied: ['AccessDenied', 'terminal'],
  projectMissing: ['ProjectNotFound', 'terminal'],
  sourceMissing: ['SourceNotFound', 'terminal'],
  requestRefused: ['InvalidSpec', 'terminal'],
  rateLimited: ['RateLimited', 'retryable'],
  tooSlow: ['HostTimeout', 'retryable'],
  serverFailed: ['HostError', 'retryable'],
  hostFailed: ['HostError', 'retryable'],
  answerInvalid: ['HostAnswerInvalid', 'retryable'],
};

describe('classifyAnswer', () => {
  for (const kind of ['secrets', 'secret', 'project', 'login', 'token'] as const) {
    for (const [name, status, body, meaning] of CASES[kind] ?? []) {
      it(`${kind}: ${name} means ${meaning}`, () => {
        const error = classifyAnswer({ status, headers: new Headers(), body }, { ...CONTEXT, kind });
        expect(error.meaning).to.equal(meaning);
        expect([error.reason, error.disposition]).to.deep.equal(REASON_OF[meaning]);
        expect(error.message).to.include('https://inf.example.com').and.include(`HTTP ${status}`);
        expect(error.hint).to.be.a('string').and.not.be.empty;
      });
    }
  }

  it('names the field of a validation issue', () => {
    const issues = [{ path: ['recursive'], message: 'Invalid' }, { message: 'Odd' }];
    const body = { error: 'ValidationFailure', message: issues };
    const error = classifyAnswer({ status: 422, headers: new Headers(), body }, CONTEXT);
    expect(error.message).to.equal(
      'Could not list the secrets at https://inf.example.com: the server refused the request (HTTP 422: recursive: Invalid; Odd).',
    );
  });

  it('takes the wait of a 429 and of a 503, and of nothing else', () => {
    const headers = new Headers({ 'retry-after': '58' });
    const waits = [429, 503, 500].map(
      (status) => classifyAnswer({ status, headers, body: { message: 'x' } }, CONTEXT).retryAfterMs,
    );
    expect(waits).to.deep.equal([58_000, 58_000, undefined]);
  });

  it('has a better hint where a login fails for an odd reason', () => {
    const answer = { status: 500, headers: new Headers(), body: { message: 'Something went wrong' } };
    expect(classifyAnswer(answer, { ...CONTEXT, kind: 'login' }).hint).to.match(/UUID/);
  });

  it('does not repeat what must stay secret', () => {
    const body = { message: 'the secret hunter2-hunter2 is wrong' };
    const context = { ...CONTEXT, confidential: ['hunter2-hunter2'] };
    const error = classifyAnswer({ status: 401, headers: new Headers(), body }, context);
    expect(error.userMessage).to.include('[redacted]').and.not.include('hunter2');
  });
});
