const SAME_OUTPUT = 'a template must give the same output for the same secrets';
const CLOCK = `reads the clock: ${SAME_OUTPUT}`;
const CHANCE = `draws random numbers: ${SAME_OUTPUT}`;
const CERTIFICATE = `makes a key or a certificate by chance: ${SAME_OUTPUT}`;
const ENVIRONMENT = 'reads the environment of the operator, which is no business of a template';

/** Functions of sprig that a template may not use, and why; the reason goes on from the name. */
export const FORBIDDEN: Readonly<Record<string, string>> = {
  now: CLOCK,
  ago: CLOCK,
  randAlpha: CHANCE,
  randAlphaNum: CHANCE,
  randAscii: CHANCE,
  randBytes: CHANCE,
  randInt: CHANCE,
  randNumeric: CHANCE,
  shuffle: CHANCE,
  uuidv4: CHANCE,
  bcrypt: `salts by chance: ${SAME_OUTPUT}`,
  htpasswd: `salts by chance: ${SAME_OUTPUT}`,
  encryptAES: `takes its initialization vector by chance: ${SAME_OUTPUT}`,
  genPrivateKey: CERTIFICATE,
  genCA: CERTIFICATE,
  genCAWithKey: CERTIFICATE,
  genSelfSignedCert: CERTIFICATE,
  genSelfSignedCertWithKey: CERTIFICATE,
  genSignedCert: CERTIFICATE,
  genSignedCertWithKey: CERTIFICATE,
  derivePassword: 'needs longer than the 100 ms that a template may take',
  env: ENVIRONMENT,
  expandenv: ENVIRONMENT,
  getHostByName: `asks the network: ${SAME_OUTPUT}`,
};
