export { type Era, EraFinder } from './era-finder.ts';
