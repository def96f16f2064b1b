import { expect } from 'chai';
import { createLog } from '../../../src/app/index.ts';
import { textLine } from '../../../src/app/telemetry/text-line.ts';

describe('the log as text', () => {
  let written: string[];
  beforeEach(() => {
    written = [];
  });
  const log = (): ReturnType<typeof createLog> => createLog('info', (line) => written.push(line), 'text');

  it('has time, level, message and fields', () => {
    log().child({ resource: 'shop/db' }).warn('not synced', { state: 'error', tries: 2 });
    expect(written).to.have.length(1);
    expect(written[0]).to.match(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z WARN {2}not synced resource="shop\/db" state="error" tries=2\n$/,
    );
  });

  it('keeps what is redacted redacted', () => {
    log().info('made', { token: 'secret-of-somebody', nested: { password: 'another' } });
    expect(written.join('')).not.to.match(/secret-of-somebody|another/);
  });

  it('lets no value begin a line of its own, but for the stack of an error', () => {
    log().error('a\nb', { detail: 'x\n2030-01-01T00:00:00Z INFO  forged', error: new Error('broken') });
    const lines = written.join('').trimEnd().split('\n');
    expect(lines[0]).to.contain('ERROR a\\nb detail="x\\n2030');
    expect(lines.length).to.be.greaterThan(1);
    for (const line of lines.slice(1)) expect(line).to.match(/^ {4}/);
  });

  it('gives back what is no line of the log', () => {
    for (const text of ['', 'no json\n', '[]\n', '{"msg":1}\n']) expect(textLine(text)).to.equal(text);
  });
});
