export { Flight } from './flight.ts';
export { closedError, Flights } from './flights.ts';
export { Remembered } from './remembered.ts';
export { untilAborted } from './until-aborted.ts';
