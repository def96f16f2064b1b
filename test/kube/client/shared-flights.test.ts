import { expect } from 'chai';
import { SharedFlights } from '../../../src/kube/client/index.ts';
import { rejection } from '../rejection.ts';

describe('SharedFlights', () => {
  let flights: SharedFlights<string>;
  let started: AbortSignal[];
  let finish: (value: string) => void;
  let fail: (error: Error) => void;
  const { signal } = new AbortController();

  const work = (inner: AbortSignal): Promise<string> => {
    started.push(inner);
    return new Promise((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
  };

  beforeEach(() => {
    flights = new SharedFlights();
    started = [];
  });

  it('works once for all who ask at the same time', async () => {
    const both = Promise.all([flights.join('a', signal, work), flights.join('a', signal, work)]);
    finish('done');

    expect(await both).to.deep.equal(['done', 'done']);
    expect(started).to.have.length(1);
  });

  it('works anew for who asks later', async () => {
    const first = flights.join('a', signal, work);
    finish('one');
    await first;
    const second = flights.join('a', signal, work);
    finish('two');

    expect(await second).to.equal('two');
  });

  it('fails all, and keeps no failure', async () => {
    const both = [rejection(flights.join('a', signal, work)), rejection(flights.join('a', signal, work))];
    fail(new Error('broken'));
    expect((await Promise.all(both)).map(({ message }) => message)).to.deep.equal(['broken', 'broken']);

    const again = flights.join('a', signal, work);
    finish('done');
    expect(await again).to.equal('done');
  });

  it('goes on for the others when one leaves', async () => {
    const leaving = new AbortController();
    const left = rejection(flights.join('a', leaving.signal, work));
    const staying = flights.join('a', signal, work);

    leaving.abort(new Error('had enough'));
    expect((await left).message).to.equal('had enough');
    expect(started[0]?.aborted).to.equal(false);
    finish('done');

    expect(await staying).to.equal('done');
  });

  it('is aborted when the last one leaves, and nobody joins it then', async () => {
    const leaving = new AbortController();
    const left = rejection(flights.join('a', leaving.signal, work));
    leaving.abort(new Error('had enough'));
    await left;
    expect(started[0]?.aborted).to.equal(true);

    const next = flights.join('a', signal, work);
    finish('fresh');
    expect(await next).to.equal('fresh');
    expect(started).to.have.length(2);
  });
});
