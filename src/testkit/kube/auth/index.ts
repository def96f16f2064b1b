export { TokenIssuer } from './token-issuer.ts';
export { requestToken } from './token-request.ts';
export { reviewToken } from './token-review.ts';
