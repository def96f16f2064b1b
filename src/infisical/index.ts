export {
  type ClosableInfisical,
  createInfisical,
  type InfisicalDependencies,
  type InfisicalOptions,
} from './create-infisical.ts';
export { type HostPattern, normaliseHost, parseHostPattern } from './host/index.ts';
export { certificatesOf } from './transport/index.ts';
