export { AnnotationGrants } from './annotation-grants.ts';
export { SingleObjects } from './single-objects.ts';
export { ClusterSecretReader } from './cluster-secret-reader.ts';
export { readText } from './read-object.ts';
export { ClusterServiceAccountTokens } from './cluster-service-account-tokens.ts';
