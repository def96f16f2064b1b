/**
 * Logs in with an OIDC token out of a file of the operator's container, such as the projected token of its ServiceAccount.
 *
 * `config.tokenFile` comes from whoever runs the operator. A resource names the identity and nothing else: it must never choose a file.
 *
 * @type {import('../../plugin-api.d.ts').Plugin<{ identityId: string }, { tokenFile: string }>}
 */
export default ({ terminal }, { tokenFile }) => ({
  async prepare({ spec, platform }, signal) {
    const { identityId } = spec;
    const jwt = (await platform.file(tokenFile, signal))?.trim() ?? '';
    if (jwt === '') {
      throw terminal('CredentialsNotFound', `The operator has no token in the file ${tokenFile}.`, {
        hint: 'Whoever runs the operator mounts it, for example as a projected ServiceAccount token.',
      });
    }
    return {
      kind: 'login',
      method: 'oidc',
      // The file is replaced all the time. Whose token it is stays the same, so one access token serves until it ends.
      identity: JSON.stringify([identityId, tokenFile]),
      body: () => ({ identityId, jwt }),
    };
  },
});
