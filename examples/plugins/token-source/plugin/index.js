import { execFile } from 'node:child_process';

/**
 * Logs in with a token that a command prints or an HTTP endpoint answers with.
 *
 * Command and endpoint come from whoever runs the operator. A resource names the identity and nothing else: it must choose neither.
 *
 * @typedef {{ method: 'jwt' | 'oidc', command?: string[], url?: string, headers: Record<string, string>, field?: string, timeoutMs: number }} Settings
 * @type {import('../../plugin-api.d.ts').Plugin<{ identityId: string }, Settings>}
 */
export default ({ terminal, retryable }, { method, command, url, headers, field, timeoutMs }) => {
  if ((command === undefined) === (url === undefined)) throw new Error('the settings must have either command or url');

  /** @type {(program: string[], signal: AbortSignal) => Promise<string>} What it prints for errors is not shown: it may be anything. */
  const run = ([file = '', ...args], signal) =>
    new Promise((resolve, reject) => {
      execFile(file, args, { signal, timeout: timeoutMs, maxBuffer: 262_144, env: {} }, (error, stdout) => {
        if (error === null) resolve(stdout);
        else if (error.code === 'ENOENT') reject(terminal('CredentialsNotFound', `There is no program ${file}.`));
        else reject(retryable('CloudUnavailable', `The program ${file} failed, or took too long.`));
      });
    });

  /** @type {(platform: import('../../plugin-api.d.ts').PluginRequest<unknown>['platform'], address: string) => Promise<string>} */
  const ask = async (platform, address) => {
    const call = /** @type {const} */ ({ what: 'get a token', method: 'GET', url: address, headers, timeoutMs });
    const { status, body } = await platform.call(call);
    if (status === 200) return body;
    const said = `The endpoint ${new URL(address).origin} answered with HTTP ${status}.`;
    throw status === 429 || status >= 500 ? retryable('CloudUnavailable', said) : terminal('CloudRefused', said);
  };

  return {
    prepare: ({ spec: { identityId }, platform }) => ({
      kind: 'login',
      method,
      // The settings are the same for all who use this plugin.
      identity: identityId,
      // Tokens are for one login; none is got in a pass that needs no login.
      body: async (signal) => {
        const given = command === undefined ? await ask(platform, url ?? '') : await run(command, signal);
        const jwt = field === undefined ? given.trim() : fieldOf(given, field);
        if (typeof jwt === 'string' && jwt !== '') return { identityId, jwt };
        throw terminal('CredentialsIncomplete', `There is no token in what ${command?.[0] ?? 'the endpoint'} gave.`);
      },
    }),
  };
};

/** @type {(text: string, field: string) => unknown} A field of a JSON text; undefined when there is none. */
function fieldOf(text, field) {
  try {
    /** @type {unknown} */
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
  } catch {
    return undefined;
  }
}
