import type { Counter, Metrics } from '#kernel';
import { loginMethods } from './login-route.ts';

/** How a login ended: a token was issued; Infisical refused the credentials; it could not be made, or was not answered. */
const RESULTS = ['ok', 'refused', 'failed'] as const;
export type LoginResult = (typeof RESULTS)[number];

/** Counts logins; all that there can be are there with zero from the start. */
export function countLogins(metrics: Metrics): Counter {
  const logins = metrics.counter(
    'infisical_logins_total',
    'Logins at Infisical, by method and result: "ok", "refused", or "failed" for any other reason.',
    ['method', 'result'],
  );
  for (const method of loginMethods()) for (const result of RESULTS) logins.inc({ method, result }, 0);
  return logins;
}
