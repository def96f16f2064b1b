import { cloudFailure, cloudUnavailable, type CloudAnswer, type CloudCall, type Platform } from '#kernel';

/** Its name on every machine of Google Cloud; a network that is none of Google's does not know it. */
const HOST = 'metadata.google.internal';
const FLAVOR = 'Google';

/**
 * What the metadata server tells of the service account of the machine, or of the pod where GKE gives pods their own: `entry` is the path below it, with its
 * query. The server can be another one, as with Google's own libraries, by GCE_METADATA_HOST. Throws what `cloudFailure` makes.
 */
export async function accountEntry(
  platform: Platform,
  what: string,
  entry: string,
  signal: AbortSignal,
): Promise<{ readonly call: CloudCall; readonly text: string }> {
  const host = platform.variable('GCE_METADATA_HOST') ?? HOST;
  const call: CloudCall = {
    what,
    method: 'GET',
    url: `http://${host}/computeMetadata/v1/instance/service-accounts/default/${entry}`,
    headers: { 'Metadata-Flavor': FLAVOR },
    // The server asks Google in turn, unless it has a token at hand.
    timeoutMs: 10_000,
  };
  const answer = await platform.call(call, signal);
  if (answer.headers['metadata-flavor'] !== FLAVOR) {
    throw cloudUnavailable(call, 'what answers is not the metadata server of Google Cloud');
  }
  if (answer.status !== 200) throw cloudFailure(call, answer, reason(answer));
  return { call, text: answer.body.trim() };
}

/** Refusals are plain text where they are meant to be read, and web pages where they are not. */
function reason({ body, headers }: CloudAnswer): string {
  return headers['content-type']?.startsWith('text/html') === true ? '' : body;
}
