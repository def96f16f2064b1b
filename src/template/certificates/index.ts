export { certificatesOf, encodeCertificates, isRoot, orderChain, parseCertificate } from './certificate.ts';
export { privateKeyOf, publicKeyOf } from './jwk.ts';
export { encodePem, pemBlocks } from './pem.ts';
export { decodePkcs12, encodePkcs12, type Archive } from './pkcs12/index.ts';
export { parsePrivateKey, pkcs8Of, type KeyForm } from './private-key.ts';
