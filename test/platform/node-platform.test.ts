import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CloudCall } from '#kernel';
import { FakeClock } from '#testkit';
import { NodePlatform } from '../../src/platform/index.ts';
import { OddServer } from '../infisical/fixtures/odd-server.ts';

const MOST_BYTES = 256 * 1_024;
const QUIET = new AbortController().signal;

describe('NodePlatform', () => {
  const clock = new FakeClock();
  const environment: Record<string, string | undefined> = { REGION: 'north', EMPTY: '' };
  const platform = new NodePlatform(clock, environment);
  let server: OddServer;
  let folder: string;

  before(async () => {
    server = await OddServer.start();
    folder = await mkdtemp(join(tmpdir(), 'node-platform-'));
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const call = (path = '/', more: Partial<CloudCall> = {}): CloudCall => ({
    what: 'get a token',
    method: 'GET',
    url: `http://127.0.0.1:${server.port}${path}`,
    ...more,
  });

  /** What a failure says. */
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'no failure',
      (error: unknown) => error,
    );

  describe('variables', () => {
    it('are those of the moment, and an empty one is none', () => {
      expect(platform.variable('REGION')).to.equal('north');
      expect(platform.variable('EMPTY')).to.equal(undefined);
      expect(platform.variable('LATER')).to.equal(undefined);
      environment['LATER'] = 'set';
      expect(platform.variable('LATER')).to.equal('set');
    });
  });

  describe('files', () => {
    const file = async (name: string, content: string | Buffer): Promise<string> => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };

    it('are read to the end, also one of the greatest size', async () => {
      const text = 'ä'.repeat(MOST_BYTES / 2);
      expect(await platform.file(await file('whole', text), QUIET)).to.equal(text);
    });

    it('are undefined where the path leads nowhere', async () => {
      const present = await file('present', '');
      for (const path of [join(folder, 'absent'), join(present, 'below')]) {
        expect(await platform.file(path, QUIET)).to.equal(undefined);
      }
    });

    const REFUSED: readonly (readonly [string, () => Promise<string> | string, RegExp])[] = [
      ['a folder', () => folder, /no regular file/],
      ['a device', () => '/dev/zero', /no regular file/],
      ['a longer file', () => file('long', Buffer.alloc(MOST_BYTES + 1, 'x')), /longer than 262144 bytes/],
      ['bytes that are no UTF-8', () => file('bytes', Buffer.from([0xff, 0xfe, 0x41])), /UTF-8/],
      [
        'a pipe that nobody writes to',
        () => {
          execFileSync('mkfifo', [join(folder, 'pipe')]);
          return join(folder, 'pipe');
        },
        /no regular file/,
      ],
    ];
    for (const [title, make, says] of REFUSED) {
      it(`are refused: ${title}`, async () => {
        const path = await make();
        const error = await failureOf(platform.file(path, QUIET));
        expect(error).to.include({ reason: 'CredentialsNotFound', disposition: 'terminal' });
        expect(error).to.have.property('message').that.matches(says).and.includes(path);
      });
    }
  });

  describe('calls', () => {
    it('send method, headers and body, and give status, headers and body of any answer', async () => {
      server.json('{"no":1}', { 'Retry-After': '7' }, 418);
      const answer = await platform.call(
        call('/a?b=c', { method: 'POST', headers: { Metadata: 'true' }, body: 'x=y' }),
        QUIET,
      );
      expect(answer).to.deep.include({ status: 418, body: '{"no":1}' });
      expect(answer.headers['retry-after']).to.equal('7');
      expect(server.requests.at(-1)).to.deep.include({ path: '/a?b=c' });
      expect(server.requests.at(-1)?.headers).to.include({ metadata: 'true', 'content-length': '3' });
    });

    it('follow no redirect', async () => {
      server.json('', { location: '/elsewhere' }, 302);
      const before = server.requests.length;
      expect((await platform.call(call(), QUIET)).status).to.equal(302);
      expect(server.requests.length).to.equal(before + 1);
    });

    it('leave no timer behind', async () => {
      server.json('{}');
      await platform.call(call(), QUIET);
      expect(clock.timers).to.equal(0);
    });

    const unavailable = async (work: Promise<unknown>, says: RegExp): Promise<void> => {
      const error = await failureOf(work);
      expect(error).to.include({ reason: 'CloudUnavailable', disposition: 'retryable' });
      expect(error).to.have.property('message').that.matches(says);
      expect(error).to.have.property('message').that.does.not.include('a-credential');
    };

    it('end at their time limit when no answer comes', async () => {
      const arrived = new Promise<void>((resolve) => {
        server.answer = () => {
          resolve();
        };
      });
      const pending = unavailable(platform.call(call('/?a-credential', { timeoutMs: 700 }), QUIET), /within 700 ms/);
      await arrived;
      await clock.advance(699);
      expect(clock.timers).to.equal(1);
      await clock.advance(1);
      await pending;
    });

    it('end at their time limit in the middle of an answer', async () => {
      const begun = new Promise<void>((resolve) => {
        server.answer = (response) => {
          response.writeHead(200);
          response.write('half', () => {
            resolve();
          });
        };
      });
      const pending = unavailable(platform.call(call(), QUIET), /within 5000 ms/);
      await begun;
      await clock.advance(5_000);
      await pending;
    });

    it('end when they are aborted, with the reason of that', async () => {
      const stop = new AbortController();
      const reason = new Error('the pass was stopped');
      server.answer = () => {
        stop.abort(reason);
      };
      expect(await failureOf(platform.call(call(), stop.signal))).to.equal(reason);
      expect(await failureOf(platform.call(call(), stop.signal))).to.equal(reason);
      expect(await failureOf(platform.file(folder, stop.signal))).to.equal(reason);
    });

    it('refuse an answer that is too long, without reading it all', async () => {
      server.answer = (response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
        };
        response.writeHead(200).on('drain', more);
        more();
      };
      await unavailable(platform.call(call('/?a-credential'), QUIET), /longer than 262144 bytes/);
    });

    it('say what the network said', async () => {
      server.answer = (response) => response.destroy();
      await unavailable(platform.call(call('/?a-credential'), QUIET), /UND_ERR_SOCKET/);
      await unavailable(platform.call(call('/', { url: 'http://127.0.0.1:1/a-credential' }), QUIET), /ECONNREFUSED/);
    });

    for (const url of ['', 'no address', 'file:///etc/passwd', 'http://me:a-credential@127.0.0.1/']) {
      it(`refuse the address "${url}"`, async () => {
        const error = await failureOf(platform.call(call('/', { url }), QUIET));
        expect(error).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
        expect(error).to.have.property('message').that.does.not.include('a-credential');
      });
    }
  });
});
