export { NodePlatform, type Environment } from './node-platform.ts';
