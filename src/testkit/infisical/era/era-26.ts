import type { Era } from './era.ts';
import { FAILURES_26 } from './failures-26.ts';

/** The servers of 2026, as far as their public sources agree with each other. */
export const ERA_26: Era = {
  id: '26',
  failures: FAILURES_26,
  detailedErrors: true,

  unknownPathInList: 'refused',
  missingVersion: 'refused',
  firstBatchVersion: 1,
  batchTwins: 'refused',
  updateNeedsValue: false,
  batchUpdateClearsComment: false,
  secretName: /^[^:/]+$/u,
  richSecrets: true,

  nestedReferences: 'followed',
  emptyReference: 'replaced',
  expandsImports: true,
  quotesMultiline: 'with-references',
  checksReferences: true,

  tokenExpiry: 'ttl',
  renewal: 'new-token',
  lockout: { attempts: 3, windowSeconds: 30, durationSeconds: 300 },
  reviewNamesAudience: true,
  globsInAllowed: true,

  slugForServiceTokens: false,
  folderName: /^[\w-]+$/u,
  brokenFolderName: undefined,
  foldersNeedRights: true,
};
