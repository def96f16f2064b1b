import { Flight } from './flight.ts';

/** At most one flight per key: who comes while one is under way shares its result, or its failure. */
export class Flights<T> {
  private readonly running = new Map<string, Flight<T>>();
  private readonly all = new Set<Flight<T>>();
  private closed = false;

  /** Joins the flight of `key`, or starts one. `signal` ends the wait of this caller only. */
  async run(key: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.closed) throw closedError();
    const present = this.running.get(key);
    const flight = present?.open === true ? present : this.launch(key, start);
    return await flight.join(signal);
  }

  /** Whether a flight of `key` can be joined. */
  has(key: string): boolean {
    return this.running.get(key)?.open === true;
  }

  /** Aborts all flights, refuses new ones, and resolves when the last one has ended. */
  async close(): Promise<void> {
    this.closed = true;
    const flights = [...this.all];
    for (const flight of flights) flight.abort(closedError());
    await Promise.all(flights.map((flight) => flight.ended()));
  }

  private launch(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const flight = new Flight(start);
    this.running.set(key, flight);
    this.all.add(flight);
    void flight.ended().then(() => {
      this.all.delete(flight);
      // An abandoned flight may have been replaced meanwhile.
      if (this.running.get(key) === flight) this.running.delete(key);
    });
    return flight;
  }
}

/** What is thrown to who calls a client that is closed, or being closed. */
export function closedError(): Error {
  return new DOMException('The Infisical client is closed.', 'AbortError');
}
