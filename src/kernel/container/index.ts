export { Container, type ServiceClass } from './container.ts';
export { service } from './service.ts';
export { token, type Token } from './token.ts';
