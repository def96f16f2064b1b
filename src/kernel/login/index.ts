export { builtInMethods, LoginMethods, THIRD_PARTY, type BoundServices } from './login-methods.ts';
