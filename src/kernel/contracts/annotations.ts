/** Prefix of everything that the operator reads from or writes into metadata. */
const PREFIX = 'secrets.infisical.com/';

/** On resources: any new value asks for a pass at once, with a fresh read. */
export const FORCE_SYNC = `${PREFIX}force-sync`;
/** On objects that the operator writes, a label: lets watches tell managed objects from all others. */
export const MANAGED_LABEL = `${PREFIX}managed`;
/** On objects that the operator writes: the resource that writes it, as `managedByText` has it. */
export const MANAGED_BY = `${PREFIX}managed-by`;
