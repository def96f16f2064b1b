export { Store } from './store.ts';
export type { Change, ChangeListener } from './store.ts';
