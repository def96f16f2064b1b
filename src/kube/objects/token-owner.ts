import type { ObjectReference } from '#kernel';

/** Name of the ServiceAccount whose token a Secret holds; the API server wants it on each Secret of that type. */
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
/** Its uid, once the token controller has seen the Secret. */
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/** What the metadata of a Secret tells of the token in it. */
interface Annotated {
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The ServiceAccount that a Secret is annotated with, if any. */
export function tokenOwnerOf({ namespace, annotations }: Annotated): ObjectReference | undefined {
  const name = annotations[ACCOUNT_NAME];
  return name === undefined || name === '' ? undefined : { kind: 'ServiceAccount', namespace, name };
}

/** Whether a Secret holds, or is to hold, a token of this ServiceAccount, and not of an earlier one of the same name. */
export function isTokenOf(account: { readonly name: string; readonly uid: string }, secret: Annotated): boolean {
  const uid = secret.annotations[ACCOUNT_UID];
  return tokenOwnerOf(secret)?.name === account.name && (uid === undefined || uid === account.uid);
}
