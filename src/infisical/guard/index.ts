export { GuardedTransport } from './guarded-transport.ts';
