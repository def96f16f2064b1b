export { runPass, type DeadlineEvent, type PassEnd, type PassOptions } from './run-pass.ts';
export { unprovided } from './unprovided.ts';
