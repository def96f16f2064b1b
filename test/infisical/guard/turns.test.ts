import { expect } from 'chai';
import fc from 'fast-check';
import { Turns } from '../../../src/infisical/guard/turns.ts';

/** Calls up so many, and gives those that are due. */
function calledUp(turns: Turns, places: number, all: readonly string[]): readonly string[] {
  turns.callUp(places);
  return all.filter((call) => turns.isDue(call));
}

describe('Turns', () => {
  const A = ['a1', 'a2', 'a3', 'a4'];
  const ALL = [...A, 'b1', 'c1'];
  let turns: Turns;

  beforeEach(() => {
    turns = new Turns();
    for (const call of A) turns.wait('a', call);
    turns.wait('b', 'b1');
    turns.wait('c', 'c1');
  });

  it('calls up one of each caller in turn, in the order in which they first asked', () => {
    expect(calledUp(turns, 3, ALL)).to.deep.equal(['a1', 'b1', 'c1']);
    expect(calledUp(turns, 3, ALL)).to.deep.equal(['a2', 'a3', 'a4']);
    expect(calledUp(turns, 3, ALL)).to.deep.equal([]);
  });

  it('gives how many stand before a call', () => {
    expect(turns.wait('a', 'a1')).to.equal(0);
    expect(turns.wait('b', 'b1')).to.equal(1);
    expect(turns.wait('c', 'c1')).to.equal(2);
    expect(turns.wait('a', 'a2')).to.equal(3);
    expect(turns.wait('a', 'a4')).to.equal(5);
  });

  it('keeps the place of who asks again', () => {
    for (let again = 0; again < 5; again += 1) turns.wait('a', 'a4');
    expect(calledUp(turns, 4, ALL)).to.deep.equal(['a1', 'a2', 'b1', 'c1']);
  });

  it('is due until it goes out, or until others are called up', () => {
    turns.callUp(2);
    expect(turns.due).to.equal(2);
    turns.take('a1');
    expect(turns.isDue('a1')).to.equal(false);
    expect(turns.due).to.equal(1);
    turns.callUp(1);
    expect(turns.isDue('b1')).to.equal(false);
  });

  it('calls up all where there is no limit', () => {
    expect(calledUp(turns, Infinity, ALL)).to.deep.equal(ALL);
  });

  it('does not grow without end', () => {
    for (let call = 0; call < 20_000; call += 1) turns.wait('d', `d${call}`);
    turns.callUp(Infinity);
    expect(turns.due).to.equal(10_000);
    expect(turns.wait('e', 'e1')).to.equal(0);
  });

  it('calls up every call, none before the window that was foretold, whoever waits', () => {
    const waiting = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(20)), { maxLength: 60 });
    fc.assert(
      fc.property(waiting, fc.integer({ min: 1, max: 7 }), (asks, places) => {
        const line = new Turns();
        const names = [...new Set(asks.map(([caller, number]) => `${caller} ${number}`))];
        for (const name of names) line.wait(name.charAt(0), name);
        const foretold = new Map(names.map((name) => [name, Math.floor(line.wait(name.charAt(0), name) / places)]));
        for (let window = 0; names.length > 0 && window <= names.length; window += 1) {
          for (const name of calledUp(line, places, names)) {
            expect(window, name).to.equal(foretold.get(name));
            foretold.delete(name);
          }
        }
        expect([...foretold.keys()]).to.deep.equal([]);
      }),
    );
  });
});
