export { celCompiler } from './cel-js.ts';
