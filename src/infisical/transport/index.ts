export { certificatesOf } from './trust.ts';
export { HttpTransport } from './http-transport.ts';
export type {
  ApiAnswer,
  ApiCall,
  ApiClient,
  CallInit,
  ClientResult,
  HeldAnswer,
  StreamCall,
  Transport,
} from './transport.ts';
export { OPERATIONS, type Operation } from './operations.ts';
