export type * from '../../src/third-party/plugin-api.ts';
