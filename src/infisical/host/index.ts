export { type AddressRules, type Forbidden, forbiddenAddress } from './forbidden-address.ts';
export { fingerprint, type Host, hostOf } from './host.ts';
export { type HostPattern, parseHostPattern } from './host-pattern.ts';
export { HostPolicy } from './host-policy.ts';
export { normaliseHost } from './normalise-host.ts';
