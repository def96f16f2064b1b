export {
  type ClosableInfisical,
  createInfisical,
  type InfisicalDependencies,
  type InfisicalOptions,
} from './create-infisical.ts';
export { normaliseHost } from './host/index.ts';
export { certificatesOf } from './transport/index.ts';
