export { HttpFront } from './http-front.ts';
