export type { GrantSpec, IdentitySpec, KubernetesSpec } from './identity-spec.ts';
export type { ProjectHandle, ProjectRef } from './project-ref.ts';
export type { IdentityHandle, ProjectSpec, SecretOptions, ServiceTokenSpec } from './seeding.ts';
export { Seeding } from './seeding.ts';
