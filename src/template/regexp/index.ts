export { GoRegexp } from './regexp.ts';
