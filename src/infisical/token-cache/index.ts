export { type IssuedToken, TokenCache } from './token-cache.ts';
