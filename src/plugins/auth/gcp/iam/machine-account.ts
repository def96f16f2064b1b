import { cloudRefused, cloudUnavailable, type Platform } from '#kernel';
import { z } from 'zod';
import { parseJson } from '../json-answer.ts';
import { accountEntry } from '../metadata-server.ts';
import { AccessToken, DEFAULT_UNIVERSE, Email, type ServiceAccount } from './credentials.ts';

const Token = z.object({ access_token: AccessToken });

/** A pod of GKE that no service account was bound to is known by its pool, `<project>.svc.id.goog`. */
const POOL = '.svc.id.goog';

/** The service account of the pod, where GKE gives pods their own, or of the node. Throws as the metadata server leads to. */
export async function machineAccount(platform: Platform, signal: AbortSignal): Promise<ServiceAccount> {
  const { call, text } = await accountEntry(platform, 'ask for the service account', 'email', signal);
  if (text.endsWith(POOL)) {
    throw cloudRefused(
      call,
      'the pod of the operator has a ServiceAccount that stands for no service account of Google',
      {
        hint: 'Annotate it with iam.gke.io/gcp-service-account, and let that account be used by it.',
      },
    );
  }
  const email = Email.safeParse(text);
  if (!email.success) throw cloudUnavailable(call, 'the answer is no e-mail address');
  return {
    email: email.data,
    universe: DEFAULT_UNIVERSE,
    accessToken: async (during) => {
      const answer = await accountEntry(platform, 'get a token of the service account', 'token', during);
      const token = Token.safeParse(parseJson(answer.text));
      if (token.success) return token.data.access_token;
      throw cloudUnavailable(answer.call, 'the answer holds no token');
    },
  };
}
