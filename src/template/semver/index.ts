export { isWithin, parseConstraints } from './constraint.ts';
export { parseVersion } from './version.ts';
