export { heldForApproval } from './approval.ts';
export { addImport, removeImport } from './import-links.ts';
export type { SecretsContext } from './place.ts';
export { findPlace, requirePlace, requireProject, requireProjectBySlug } from './place.ts';
export { getSecret, listSecrets } from './read.ts';
export { secretView } from './view.ts';
export type { MissingKeyMode, SecretWrite } from './write.ts';
export { createSecrets, deleteSecrets, updateSecrets } from './write.ts';
