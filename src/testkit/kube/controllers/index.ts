export { startControllers } from './controllers.ts';
