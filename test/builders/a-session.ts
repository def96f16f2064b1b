import type { InfisicalSession } from '#kernel';

/** A session that nobody should use: a machine only hands it on. */
export const SESSION: InfisicalSession = {
  host: 'https://infisical.example',
  read: () => Promise.reject(new Error('a machine reads nothing itself')),
  destination: () => {
    throw new Error('a machine writes nothing itself');
  },
  subscribe: () => Promise.reject(new Error('a machine subscribes to nothing itself')),
};
