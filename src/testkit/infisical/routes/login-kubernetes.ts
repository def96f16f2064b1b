import { z } from 'zod/v3';
import { matchesGlob } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import { type Backend, defineRoute, IGNORED, type Route } from '../http/index.ts';
import type { KubernetesMethod, KubernetesVerdict } from '../state/index.ts';
import { decodingReview } from './decoding-review.ts';
import { requireIdentity } from './login-identity.ts';

/** Login with a service account token, which the identity's token review has to confirm. */
export function kubernetesLoginRoutes(): Route[] {
  return [
    defineRoute({
      name: 'auth.login',
      method: 'POST',
      path: '/api/v1/auth/kubernetes-auth/login',
      callers: 'anyone',
      limit: 'login',
      params: IGNORED,
      query: IGNORED,
      body: z.object({
        identityId: z.string().trim(),
        jwt: z.string().trim(),
        organizationSlug: z.string().optional(),
      }),
      answer: async ({ body, ...backend }) => {
        const { identity, method } = requireIdentity(backend.world, body.identityId, (each) => each.kubernetes);
        const verdict = await review(backend, method, body.jwt);
        if (verdict.error !== undefined) throw new Refusal('reviewRefused', verdict.error);
        if (!verdict.authenticated) throw new Refusal('reviewRefused', 'The token review does not know this token');
        checkSubject(backend, method, verdict);
        return backend.tokens.issue(identity, 'kubernetes-auth');
      },
    }),
  ];
}

async function review({ era }: Backend, method: KubernetesMethod, jwt: string): Promise<KubernetesVerdict> {
  const named = era.reviewNamesAudience && method.allowedAudience !== '' ? [method.allowedAudience] : undefined;
  try {
    const verdict = await method.review(jwt, named);
    if (typeof verdict !== 'boolean') return verdict;
    // A bare yes leaves it to the token to say whose it is.
    return verdict ? { ...decodingReview()(jwt, named), authenticated: true } : { authenticated: false };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    const message = error instanceof Error ? error.message : 'The token review could not be asked';
    throw new Refusal('reviewUnreachable', message, code === undefined ? {} : { code });
  }
}

function checkSubject({ era }: Backend, method: KubernetesMethod, verdict: KubernetesVerdict): void {
  const [, , namespace = '', name = ''] = (verdict.username ?? '').split(':');
  const allows = (list: string, value: string): boolean =>
    list === '' ||
    list.split(',').some((entry) => (era.globsInAllowed ? matchesGlob(entry.trim(), value) : entry.trim() === value));
  if (!allows(method.allowedNamespaces, namespace)) {
    throw new Refusal('subjectNotAllowed', `The namespace ${namespace} is not among those allowed`);
  }
  if (!allows(method.allowedNames, name)) {
    throw new Refusal('subjectNotAllowed', `The service account ${name} is not among those allowed`);
  }
  if (method.allowedAudience !== '' && verdict.audiences?.includes(method.allowedAudience) !== true) {
    throw new Refusal('subjectNotAllowed', 'The token is not meant for the allowed audience');
  }
}
