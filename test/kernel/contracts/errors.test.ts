import { expect } from 'chai';
import { asOperatorError, OperatorError, retryable, terminal } from '../../../src/kernel/index.ts';

describe('OperatorError', () => {
  it('is terminal or retryable, by how it was made', () => {
    expect(terminal('InvalidSpec', 'x')).to.include({ disposition: 'terminal', reason: 'InvalidSpec', message: 'x' });
    expect(retryable('HostTimeout', 'x')).to.include({ disposition: 'retryable', reason: 'HostTimeout', message: 'x' });
  });

  it('is an Error with a stack and its own name', () => {
    const error = terminal('InvalidSpec', 'x');
    expect(error).to.be.instanceOf(Error);
    expect(error.name).to.equal('OperatorError');
    expect(error.stack).to.include('errors.test.ts');
  });

  it('tells people message and hint, or the remedy of the reason, and the log the cause', () => {
    const cause = new Error('socket');
    const error = retryable('HostError', 'It failed.', { hint: 'Wait.', cause, retryAfterMs: 5 });
    expect(error.userMessage).to.equal('It failed. Wait.');
    expect(error).to.include({ cause, retryAfterMs: 5 });
    expect(retryable('HostError', 'It failed.').userMessage).to.equal(
      'It failed. Check the logs of the Infisical server; the operator keeps trying.',
    );
    expect('cause' in retryable('HostError', 'It failed.')).to.equal(false);
  });
});

describe('asOperatorError', () => {
  it('leaves a classified error as it is', () => {
    const error = terminal('AccessDenied', 'No.');
    expect(asOperatorError(error)).to.equal(error);
  });

  const thrown: readonly { name: string; value: unknown }[] = [
    { name: 'an Error', value: new Error('token=s3cr3t') },
    { name: 'a subclass of Error', value: new TypeError('token=s3cr3t') },
    { name: 'text', value: 'token=s3cr3t' },
    { name: 'an object', value: { reason: 'OK', token: 's3cr3t' } },
    { name: 'undefined', value: undefined },
    { name: 'null', value: null },
  ];
  for (const { name, value } of thrown) {
    it(`makes ${name} a retryable InternalError that tells nothing of it`, () => {
      const error = asOperatorError(value);
      expect(error).to.be.instanceOf(OperatorError);
      expect(error).to.include({ disposition: 'retryable', reason: 'InternalError' });
      expect(error.userMessage).not.to.include('s3cr3t');
      expect(error.cause).to.equal(value);
    });
  }
});
