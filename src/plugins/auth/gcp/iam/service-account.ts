import { terminal, type Clock, type Platform } from '#kernel';
import { z } from 'zod';
import { parseJson } from '../json-answer.ts';
import { ExternalAccount } from './external-account.ts';
import { machineAccount } from './machine-account.ts';
import { incomplete, type CredentialsFile, type ServiceAccount } from './credentials.ts';
import { ServiceAccountKey } from './service-account-key.ts';

const Typed = z.looseObject({ type: z.string() });

/** Types of credentials that are not of a service account, or that are not supported, with what to do instead. */
const OTHERS: Readonly<Record<string, string>> = {
  authorized_user: 'These are credentials of a person. Use those of a service account.',
  external_account_authorized_user: 'These are credentials of a person. Use those of a service account.',
  impersonated_service_account:
    'Impersonation of another service account is not supported. Use credentials of its own.',
  gdch_service_account: 'Accounts of Google Distributed Cloud are not supported.',
};

/**
 * Finds the service account of the operator: that of the key file which the spec names, else as Google's own libraries do, by
 * GOOGLE_APPLICATION_CREDENTIALS, else that of the pod or node. The first that there is decides, and a fault of it is not passed over. Throws terminal
 * `CredentialsNotFound` and `CredentialsIncomplete`, and what a metadata server leads to.
 */
export async function findServiceAccount(
  platform: Platform,
  clock: Clock,
  keyFile: string | undefined,
  signal: AbortSignal,
): Promise<ServiceAccount> {
  if (keyFile !== undefined) {
    const file = await read(platform, keyFile, 'serviceAccountKeyFilePath', signal);
    const { type } = typeOf(file);
    if (type !== 'service_account') throw incomplete(file, 'it is no key file of a service account', otherHint(type));
    return new ServiceAccountKey(platform, clock, file);
  }
  const ambient = platform.variable('GOOGLE_APPLICATION_CREDENTIALS');
  if (ambient === undefined) return machineAccount(platform, signal);
  const file = await read(platform, ambient, 'GOOGLE_APPLICATION_CREDENTIALS', signal);
  const { type } = typeOf(file);
  if (type === 'service_account') return new ServiceAccountKey(platform, clock, file);
  if (type === 'external_account') return new ExternalAccount(platform, file);
  throw incomplete(file, 'it holds credentials of a kind that cannot be used', otherHint(type));
}

async function read(platform: Platform, path: string, namedBy: string, signal: AbortSignal): Promise<CredentialsFile> {
  const text = await platform.file(path, signal);
  if (text !== undefined) return { path, content: parseJson(text) };
  throw terminal('CredentialsNotFound', `File ${path}, which ${namedBy} names, does not exist.`, {
    hint: 'Mount it into the container of the operator, or correct the path.',
  });
}

function typeOf(file: CredentialsFile): { readonly type: string } {
  const parsed = Typed.safeParse(file.content);
  if (parsed.success) return parsed.data;
  throw incomplete(file, 'it is no JSON object with a type');
}

function otherHint(type: string): string | undefined {
  return Object.hasOwn(OTHERS, type) ? OTHERS[type] : undefined;
}
