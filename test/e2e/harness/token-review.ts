import { z } from 'zod';
import type { KubernetesVerdict } from '../../../src/testkit/infisical/index.ts';
import type { Server } from './server.ts';

const Review = z.object({
  status: z.object({
    authenticated: z.boolean().default(false),
    user: z.object({ username: z.string().optional() }).optional(),
    audiences: z.array(z.string()).optional(),
  }),
});

/** Asks the API server whose token this is, as Infisical does. */
export async function reviewBy(
  server: Server,
  token: string,
  audiences: readonly string[] | undefined,
): Promise<KubernetesVerdict> {
  const spec = { token, ...(audiences === undefined ? {} : { audiences }) };
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec };
  const {
    authenticated,
    user,
    audiences: shared,
  } = Review.parse(await server.api.ask('tokenreviews', '', '', '', review)).status;
  return {
    authenticated,
    ...(user?.username === undefined ? {} : { username: user.username }),
    ...(shared === undefined ? {} : { audiences: shared }),
  };
}
