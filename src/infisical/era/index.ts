export { EraFinder } from './era-finder.ts';
