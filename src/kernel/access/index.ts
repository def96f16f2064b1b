export { Gatekeeper } from './gatekeeper.ts';
export { connectionOf, connectionReferences, laneOf, openSession, type Connection } from './open-session.ts';
export { ALLOW_FROM, CROSS_NAMESPACE, type CrossNamespace, type Grants, ReferencePolicy } from './reference-policy.ts';
export type { SharedServices } from './resource-access.ts';
