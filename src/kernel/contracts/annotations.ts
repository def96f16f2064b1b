/** On resources: any new value asks for a pass at once, with a fresh read. */
export const FORCE_SYNC = 'secrets.infisical.com/force-sync';
