export { isForbiddenAddress } from './forbidden-address.ts';
export { fingerprint, type Host, hostOf } from './host.ts';
export { normaliseHost } from './normalise-host.ts';
