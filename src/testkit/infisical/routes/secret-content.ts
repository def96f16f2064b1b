import type { SecretWrite } from '../secrets/index.ts';
import type { MetadataEntry } from '../state/index.ts';

/** The fields of a body that speak of the secret itself. */
export interface ContentBody {
  readonly secretValue?: string | undefined;
  readonly secretComment?: string | undefined;
  readonly newSecretName?: string | undefined;
  readonly secretMetadata?: MetadataEntry[] | undefined;
  readonly tagIds?: string[] | undefined;
  readonly skipMultilineEncoding?: boolean | undefined;
}

/** A body as the store takes it. */
export function contentOf(key: string, body: ContentBody): SecretWrite {
  const { secretValue: value, secretComment: comment, newSecretName: newKey, secretMetadata: metadata } = body;
  return {
    key,
    newKey,
    value,
    comment,
    metadata,
    tagIds: body.tagIds,
    skipMultilineEncoding: body.skipMultilineEncoding,
  };
}
