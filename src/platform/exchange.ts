import { cloudUnavailable, terminal, type CloudAnswer, type CloudCall } from '#kernel';
import { Client } from 'undici';

/**
 * Makes the call over a connection of its own, and reads the whole answer. Logins are rare: a connection that is kept would mostly be closed by the other
 * side when it is wanted. Throws what `Platform.call` says, and the errors of undici.
 */
export async function exchange(call: CloudCall, signal: AbortSignal, mostBytes: number): Promise<CloudAnswer> {
  const url = URL.parse(call.url);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') {
    throw terminal('CredentialsIncomplete', `Could not ${call.what}: the address to ask is no http or https URL.`, {
      hint: 'Check the environment variables of the operator that name addresses.',
    });
  }
  const client = new Client(url.origin, { allowH2: false, pipelining: 1 });
  try {
    const { statusCode, headers, body } = await client.request({
      method: call.method,
      path: url.pathname + url.search,
      headers: { ...call.headers },
      body: call.body ?? null,
      signal,
    });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) throw cloudUnavailable(call, `the answer is longer than ${mostBytes} bytes`);
      chunks.push(chunk);
    }
    return { status: statusCode, headers: single(headers), body: Buffer.concat(chunks).toString('utf8') };
  } finally {
    await client.destroy();
  }
}

/** The first value of each header. */
function single(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, string>;
}
