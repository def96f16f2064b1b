export { authenticationSchema, exactlyOneMethod, methodSchemas } from './authentication.ts';
export { hostAPI, resyncInterval, secretReference, tls } from './connection.ts';
export { invalidSpec } from './invalid-spec.ts';
export { type AuthFragment, type ChosenMethod, type MethodScope } from './method.ts';
export { ParsedSpecs } from './parsed-specs.ts';
export { absolutePath, MOST_PATH_CHARACTERS, slug } from './place.ts';
export { withRules, type Rule } from './rule.ts';
