import { expect } from 'chai';
import { settle } from '../../../src/testkit/fakes/index.ts';
import { Flights } from '../../../src/infisical/flight/index.ts';
import { noAbort, rejectionOf } from '../fixtures/rejection.ts';

/** Work that ends when told, and notes when it was aborted. */
class Work {
  started = 0;
  aborted = 0;
  private ends: (() => void)[] = [];

  readonly start = (signal: AbortSignal): Promise<string> => {
    this.started += 1;
    const number = this.started;
    return new Promise((resolve, reject) => {
      this.ends.push(() => {
        resolve(`result ${number}`);
      });
      signal.addEventListener('abort', () => {
        this.aborted += 1;
        reject(new Error('aborted'));
      });
    });
  };

  end(): void {
    for (const end of this.ends) end();
  }
}

describe('Flights', () => {
  it('starts the work once for all who ask meanwhile', async () => {
    const work = new Work();
    const flights = new Flights<string>();
    const waiting = [1, 2, 3].map(() => flights.run('a', work.start, noAbort()));
    await settle();
    work.end();
    expect(await Promise.all(waiting)).to.deep.equal(['result 1', 'result 1', 'result 1']);
    expect(work.started).to.equal(1);
  });

  it('keeps keys apart, and starts again when the work has ended', async () => {
    const work = new Work();
    const flights = new Flights<string>();
    const both = [flights.run('a', work.start, noAbort()), flights.run('b', work.start, noAbort())];
    await settle();
    work.end();
    await Promise.all(both);
    const again = flights.run('a', work.start, noAbort());
    await settle();
    work.end();
    expect(await again).to.equal('result 3');
  });

  it('lets the others wait when one leaves', async () => {
    const work = new Work();
    const flights = new Flights<string>();
    const leaver = new AbortController();
    const left = rejectionOf(flights.run('a', work.start, leaver.signal));
    const stayed = flights.run('a', work.start, noAbort());
    await settle();
    leaver.abort(new Error('deadline of the pass'));
    expect(await left).to.have.property('message', 'deadline of the pass');
    expect(work.aborted).to.equal(0);
    work.end();
    expect(await stayed).to.equal('result 1');
  });

  it('aborts the work when the last one leaves, and gives nobody who comes later an aborted one', async () => {
    const work = new Work();
    const flights = new Flights<string>();
    const leaver = new AbortController();
    const left = rejectionOf(flights.run('a', work.start, leaver.signal));
    await settle();
    leaver.abort(new Error('gone'));
    await left;
    const later = flights.run('a', work.start, noAbort());
    await settle();
    expect(work).to.include({ started: 2, aborted: 1 });
    work.end();
    expect(await later).to.equal('result 2');
  });

  it('gives a failure to all who wait, and forgets it', async () => {
    const flights = new Flights<string>();
    const fail = (): Promise<string> => Promise.reject(new Error('no'));
    const failures = await Promise.all([1, 2].map(() => rejectionOf(flights.run('a', fail, noAbort()))));
    expect(failures[0]).to.equal(failures[1]).and.have.property('message', 'no');
    expect(await flights.run('a', () => Promise.resolve('yes'), noAbort())).to.equal('yes');
  });

  it('starts nothing for a caller that has gone already', async () => {
    const work = new Work();
    await rejectionOf(new Flights<string>().run('a', work.start, AbortSignal.abort(new Error('gone'))));
    expect(work.started).to.equal(0);
  });

  it('aborts everything on close and starts nothing afterwards', async () => {
    const work = new Work();
    const flights = new Flights<string>();
    const waiting = rejectionOf(flights.run('a', work.start, noAbort()));
    await settle();
    await flights.close();
    await waiting;
    expect(work.aborted).to.equal(1);
    expect(await rejectionOf(flights.run('a', work.start, noAbort()))).to.have.property('name', 'AbortError');
    expect(work.started).to.equal(1);
  });
});
