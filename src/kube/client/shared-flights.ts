import { abortReason, abortable } from './abortable.ts';

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiters: number;
}

/** Work in flight by key, shared by all who ask for the same at the same time. */
export class SharedFlights<T> {
  private readonly flights = new Map<string, Flight<T>>();

  /**
   * Joins the flight of that key or starts one. Each caller's signal ends only its own waiting; the work is aborted
   * when the last caller has left. Rejects as the work does, or with the abort reason.
   */
  async join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw abortReason(signal);
    const flight = this.flights.get(key) ?? this.start(key, work);
    flight.waiters += 1;
    try {
      return await abortable(flight.result, signal);
    } finally {
      flight.waiters -= 1;
      if (flight.waiters === 0) {
        flight.controller.abort(new Error('nobody waits for it any more'));
        // Whoever comes now must not join what was just aborted.
        if (this.flights.get(key) === flight) this.flights.delete(key);
      }
    }
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight: Flight<T> = { result: work(controller.signal), controller, waiters: 0 };
    this.flights.set(key, flight);
    const done = (): void => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    flight.result.then(done, done);
    return flight;
  }
}
