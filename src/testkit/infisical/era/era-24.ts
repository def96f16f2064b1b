import type { Era } from './era.ts';
import { FAILURES_24 } from './failures-24.ts';

/** The server of July 2024, with the habits that surprise clients. */
export const ERA_24: Era = {
  id: '24',
  failures: FAILURES_24,
  detailedErrors: false,

  unknownPathInList: 'empty',
  missingVersion: 'current',
  firstBatchVersion: 0,
  batchTwins: 'accepted',
  updateNeedsValue: true,
  batchUpdateClearsComment: true,
  secretName: /^[^]+$/u,
  richSecrets: false,

  nestedReferences: 'kept',
  emptyReference: 'kept',
  expandsImports: false,
  quotesMultiline: 'always',
  checksReferences: false,

  tokenExpiry: 'max-ttl',
  renewal: 'same-string',
  lockout: undefined,
  reviewNamesAudience: false,
  globsInAllowed: false,

  slugForServiceTokens: true,
  folderName: /^[^]+$/u,
  brokenFolderName: /\./u,
  foldersNeedRights: false,
};
