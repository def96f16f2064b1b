export { GoDuration, mustParseDuration, parseDuration } from './duration.ts';
export { formatTime } from './format.ts';
export { GoTime, ZERO_TIME } from './go-time.ts';
export { parseTime } from './parse.ts';
export { zoneAt } from './zone.ts';
