import { isPrivateAddress, terminal, type CloudCall, type Platform } from '#kernel';
import { z } from 'zod';
import { jsonAnswer } from '../json-answer.ts';
import { JSON_WEB_TOKEN } from '../json-web-token.ts';
import type { ServiceAccount } from './credentials.ts';

const Signed = z.object({ signedJwt: z.string().regex(JSON_WEB_TOKEN) });

/** Where the address of the API can be changed, as with gcloud: for private endpoints. */
const OVERRIDE = 'CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS';

/**
 * A JWT that says "I am this service account, and speak to this audience", signed by Google. Its key is one of the account's that Google keeps, so whoever
 * checks it finds the certificate by its id. It is good for an hour, which the API sees to.
 */
export async function signedIdentity(
  platform: Platform,
  account: ServiceAccount,
  audience: string,
  signal: AbortSignal,
): Promise<string> {
  const { email } = account;
  const endpoint = iamCredentials(platform, account.universe);
  const token = await account.accessToken(signal);
  const call: CloudCall = {
    what: `have a JWT signed for ${email}`,
    method: 'POST',
    url: `${endpoint}/v1/projects/-/serviceAccounts/${email}:signJwt`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ payload: JSON.stringify({ sub: email, aud: audience }) }),
    timeoutMs: 10_000,
  };
  return jsonAnswer(call, await platform.call(call, signal), Signed).signedJwt;
}

function iamCredentials(platform: Platform, universe: string): string {
  const given = platform.variable(OVERRIDE);
  if (given === undefined) return `https://iamcredentials.${universe}`;
  if (isPrivateAddress(given)) return given.replace(/\/+$/u, '');
  throw terminal('CredentialsIncomplete', `${OVERRIDE} is no https address.`, {
    hint: 'Correct the variable in the pod of the operator, or remove it.',
  });
}
