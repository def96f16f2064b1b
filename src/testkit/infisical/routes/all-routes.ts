import type { Era } from '../era/index.ts';
import type { Route } from '../http/index.ts';
import { dynamicSecretRoutes } from './dynamic-secrets.ts';
import { environmentRoutes } from './environments.ts';
import { eventRoutes, type EventsSetup } from './events.ts';
import { folderRoutes } from './folders.ts';
import { checkedLoginRoutes } from './login-checked.ts';
import { kubernetesLoginRoutes } from './login-kubernetes.ts';
import { universalLoginRoutes } from './login-universal.ts';
import { projectRoutes } from './projects.ts';
import { secretBatchRoutes } from './secrets-batch.ts';
import { secretImportRoutes } from './secret-imports.ts';
import { secretReadRoutes } from './secrets-read.ts';
import { secretWriteRoutes } from './secrets-write.ts';
import { serviceTokenRoutes } from './service-token.ts';
import { statusRoutes } from './status.ts';
import { tagRoutes } from './tags.ts';
import { tokenRoutes } from './token.ts';

/** Every route of the emulator; each says which servers have it, and the era decides what their input may be. */
export function allRoutes(era: Era, events: EventsSetup): Route[] {
  return [
    ...statusRoutes(),
    ...universalLoginRoutes(),
    ...kubernetesLoginRoutes(),
    ...checkedLoginRoutes(),
    ...tokenRoutes(),
    ...projectRoutes(),
    ...environmentRoutes(),
    ...tagRoutes(),
    ...folderRoutes(era),
    ...secretImportRoutes(),
    ...secretReadRoutes(era),
    ...secretWriteRoutes(era),
    ...secretBatchRoutes(era),
    ...serviceTokenRoutes(),
    ...dynamicSecretRoutes(),
    ...eventRoutes(events),
  ];
}
