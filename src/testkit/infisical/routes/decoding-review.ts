import { z } from 'zod/v3';
import { decode } from '../access/index.ts';
import type { KubernetesVerdict } from '../state/index.ts';

const Claims = z.object({
  sub: z.string().optional(),
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  'kubernetes.io': z.object({ namespace: z.string(), serviceaccount: z.object({ name: z.string() }) }).optional(),
});

/**
 * A stand-in for a token review that reads the claims of the token and believes them, signature and expiry unseen.
 * With audiences to ask for, only a token for one of them counts; without, a token counts that is meant for one of
 * `apiAudiences`, the API server's own, or any token if these are not given.
 */
export function decodingReview(apiAudiences?: readonly string[]) {
  return (jwt: string, audiences: readonly string[] | undefined): KubernetesVerdict => {
    const claims = Claims.safeParse(decode(jwt.split('.')[1]));
    if (!claims.success) return { authenticated: false };
    const { sub, aud, 'kubernetes.io': bound } = claims.data;
    const username =
      bound === undefined ? sub : `system:serviceaccount:${bound.namespace}:${bound.serviceaccount.name}`;
    if (username?.startsWith('system:serviceaccount:') !== true) return { authenticated: false };
    const asked = audiences ?? apiAudiences;
    const common = asked === undefined ? aud : aud.filter((each) => asked.includes(each));
    return { authenticated: asked === undefined || common.length > 0, username, audiences: common };
  };
}
