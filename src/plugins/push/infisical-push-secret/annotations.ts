/** On resources: "true" lets one that is being deleted go without anything being deleted in Infisical. */
export const ABANDON = 'secrets.infisical.com/abandon';

/** Holds a resource back from its deletion until what it has made in Infisical is gone. */
export const FINALIZER = 'secrets.infisical.com/pushed-secrets';
