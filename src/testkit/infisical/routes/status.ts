import { defineRoute, IGNORED, type Route } from '../http/index.ts';

/** The health route. */
export function statusRoutes(): Route[] {
  return [
    defineRoute({
      name: 'status',
      method: 'GET',
      path: '/api/status',
      callers: 'anyone',
      limit: 'unlimited',
      params: IGNORED,
      query: IGNORED,
      body: IGNORED,
      answer: ({ world }) => ({
        date: world.now().toISOString(),
        message: 'Ok',
        emailConfigured: false,
        inviteOnlySignup: true,
        redisConfigured: true,
        secretScanningConfigured: false,
      }),
    }),
  ];
}
