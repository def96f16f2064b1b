import { terminal, type Platform } from '#kernel';

/** The token in a file that a variable or a profile names. Throws terminal `CredentialsNotFound` and `CredentialsIncomplete`. */
export async function tokenOfFile(platform: Platform, path: string, signal: AbortSignal): Promise<string> {
  const token = (await platform.file(path, signal))?.trim();
  const hint = 'Annotate the ServiceAccount of the operator, and restart its pod: EKS mounts the file at the start.';
  if (token === undefined) throw terminal('CredentialsNotFound', `The token file ${path} does not exist.`, { hint });
  if (token === '') throw terminal('CredentialsIncomplete', `The token file ${path} is empty.`, { hint });
  return token;
}
