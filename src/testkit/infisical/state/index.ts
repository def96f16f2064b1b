export type { Change, ChangeEvent } from './changes.ts';
export { CHANGE_EVENTS } from './changes.ts';
export type { ImportLink } from './folder.ts';
export { addChild, ensureFolder, findFolder, Folder } from './folder.ts';
export type {
  CheckedMethod,
  Grant,
  Identity,
  KubernetesMethod,
  KubernetesReview,
  KubernetesVerdict,
  LoginCheck,
  Role,
  Scope,
  UniversalMethod,
} from './identity.ts';
export { CHECKED_METHODS } from './identity.ts';
export type { Environment } from './project.ts';
export { Project } from './project.ts';
export type { MetadataEntry, Secret, SecretContent } from './secret.ts';
export { firstVersion, nextVersion } from './secret.ts';
export type { ServiceToken, ServiceTokenPermission } from './service-token.ts';
export { fixedScope } from './service-token.ts';
export { Shuffle } from './shuffle.ts';
export type { Place } from './world.ts';
export { World } from './world.ts';
