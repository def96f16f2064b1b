export type { LateRenewal } from './access/index.ts';
export type { EraId } from './era/index.ts';
export type { Ping } from './events/index.ts';
export { EventStreams } from './events/index.ts';
export type { Fault, Hold, ResetPoint, StatusOptions } from './faults/index.ts';
export { fault, Faults } from './faults/index.ts';
export type { RateLimits, TlsIdentity } from './http/index.ts';
export type { InfisicalOptions } from './infisical-emulator.ts';
export { Infisical, startInfisical } from './infisical-emulator.ts';
export type { Call, CallMatcher, RouteName } from './recording/index.ts';
export { CallLog } from './recording/index.ts';
export type { EventsOffer } from './routes/index.ts';
export { decodingReview } from './routes/index.ts';
export type {
  GrantSpec,
  IdentityHandle,
  IdentitySpec,
  KubernetesSpec,
  ProjectHandle,
  ProjectRef,
  ProjectSpec,
  SecretOptions,
  ServiceTokenSpec,
} from './seeding/index.ts';
export type {
  KubernetesReview,
  KubernetesVerdict,
  LoginCheck,
  MetadataEntry,
  Role,
  Scope,
  ServiceTokenPermission,
} from './state/index.ts';
