import { expect } from 'chai';
import { retryable } from '#kernel';
import { createLog } from '../../../src/app/telemetry/index.ts';

/** Lines of what is logged, at the most verbose level. */
function capture(level = 'debug'): { readonly lines: string[]; readonly log: ReturnType<typeof createLog> } {
  const lines: string[] = [];
  return { lines, log: createLog(level, (line) => lines.push(line)) };
}

describe('the log', () => {
  it('writes one line of JSON per call, with level, time and message', () => {
    const { lines, log } = capture();
    log.child({ resource: 'shop/db' }).info('synced', { targets: 1 });
    expect(lines).to.have.length(1);
    const line: unknown = JSON.parse(lines[0] ?? '');
    expect(line).to.include({ level: 'info', msg: 'synced', resource: 'shop/db', targets: 1 });
    expect(line)
      .to.have.property('time')
      .that.matches(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('leaves out what is below its level', () => {
    const { lines, log } = capture('warn');
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines.map((line): unknown => Reflect.get(Object(JSON.parse(line)), 'msg'))).to.deep.equal(['c', 'd']);
  });

  const SECRET = 'canary-4711';
  const FIELDS: readonly (readonly [string, Record<string, unknown>])[] = [
    ['a token', { token: SECRET }],
    ['a value one level down', { secret: { value: SECRET } }],
    ['data', { data: { KEY: SECRET } }],
    ['a body', { request: { body: SECRET } }],
    [
      'an error with a request hung on it',
      { error: Object.assign(new Error('failed'), { request: { headers: SECRET } }) },
    ],
    [
      'the cause of an error with a request hung on it',
      {
        error: retryable('HostError', 'failed', { cause: Object.assign(new Error('x'), { config: SECRET }) }),
      },
    ],
  ];
  for (const [title, fields] of FIELDS) {
    it(`does not write ${title}`, () => {
      const { lines, log } = capture();
      log.error('failed', fields);
      log.child(fields).error('failed again');
      expect(lines).to.have.length(2);
      expect(lines.join('')).to.not.include(SECRET);
    });
  }

  it('writes an error by name, message, stack and causes', () => {
    const { lines, log } = capture();
    log.error('failed', { error: retryable('HostError', 'the server failed', { cause: new TypeError('below') }) });
    const line: unknown = JSON.parse(lines[0] ?? '');
    expect(line).to.have.nested.property('error.name', 'OperatorError');
    expect(line).to.have.nested.property('error.message', 'the server failed');
    expect(line).to.have.nested.property('error.cause.message', 'below');
  });
});
