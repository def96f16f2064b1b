export { type IssuedToken, TokenCache, type UsableToken } from './token-cache.ts';
