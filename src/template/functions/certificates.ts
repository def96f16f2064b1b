import {
  certificatesOf,
  decodePkcs12,
  encodeCertificates,
  encodePem,
  encodePkcs12,
  isRoot,
  orderChain,
  parseCertificate,
  parsePrivateKey,
  pemBlocks,
  pkcs8Of,
  privateKeyOf,
  publicKeyOf,
  type Archive,
  type KeyForm,
} from '../certificates/index.ts';
import { executeFault, TemplateFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { GoStruct } from '../values/value.ts';
import { decodeBase64 } from './base-decoding.ts';
import { fixed, type FunctionTable } from './signature.ts';

const ANY_FORM: readonly KeyForm[] = ['pkcs1', 'pkcs8', 'sec1'];
/** Forms by the type of the PEM block, for buildCustomCert. */
const FORM_OF_TYPE: Readonly<Record<string, KeyForm>> = {
  'PRIVATE KEY': 'pkcs8',
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
};

/** Archives that a rendering has opened; key and certificate are asked for one after the other, and opening takes its time. */
const opened = new WeakMap<Meter, Map<string, Archive>>();

function open(meter: Meter, password: string, data: string): Archive {
  const known = opened.get(meter) ?? new Map<string, Archive>();
  opened.set(meter, known);
  const name = `${password.length} ${password}${data}`;
  const archive = known.get(name) ?? decodePkcs12(data, password, meter);
  known.set(name, archive);
  return archive;
}

function pkcs12Key(meter: Meter, password: string, data: string): string {
  return encodePem('PRIVATE KEY', pkcs8Of(open(meter, password, data).key));
}

/** Leaf first when the certificates are one chain, else as they stand in the archive. */
function pkcs12Certificates(meter: Meter, password: string, data: string): string {
  const { certificates } = open(meter, password, data);
  try {
    return encodeCertificates(orderChain(certificates, meter), meter);
  } catch (error) {
    if (error instanceof TemplateFault && error.phase === 'execute') return encodeCertificates(certificates, meter);
    throw error;
  }
}

function firstBlock(meter: Meter, text: string, what: string): { bytes: Buffer; type: string } {
  const [first] = pemBlocks(text, meter).blocks;
  if (first === undefined) throw executeFault(`the ${what} is not PEM`);
  return first;
}

/** An archive in base 64, which is how sprig's b64dec or the field decodeBase64ToBytes takes it on. */
function toPkcs12(meter: Meter, certificates: string, key: string, password: string, all: boolean): string {
  const { bytes } = firstBlock(meter, certificates, 'certificate');
  const others = all ? pemBlocks(certificates, meter).blocks.slice(1) : [];
  const [first, ...rest] = [bytes, ...others.map((block) => block.bytes)].map(
    (der) => parseCertificate(der, meter).der,
  );
  if (first === undefined) throw executeFault('there is no certificate');
  if (all && pemBlocks(certificates, meter).rest.trim() !== '')
    throw executeFault('there is something behind the certificates');
  const parsed = parsePrivateKey(firstBlock(meter, key, 'private key').bytes, ANY_FORM, meter);
  return encodePkcs12(pkcs8Of(parsed), [first, ...rest], password, meter).toString('base64');
}

function filterPem(meter: Meter, type: string, text: string): string {
  const { blocks, rest } = pemBlocks(text, meter);
  const kept = blocks.filter((block) => block.type.toLowerCase() === type.toLowerCase());
  if (kept.length === 0 && rest !== '') throw executeFault('there is something in the text that is not PEM');
  return kept.map(({ type: name, bytes, headers }) => encodePem(name, bytes, headers)).join('');
}

function filterCertChain(meter: Meter, type: string, text: string): string {
  const chain = orderChain(certificatesOf(text, meter), meter);
  const [leaf, ...issuers] = chain;
  const last = chain.at(-1);
  switch (type) {
    case 'leaf':
      return leaf === undefined || isRoot(leaf) ? '' : encodeCertificates([leaf], meter);
    case 'intermediate': {
      const root = issuers.findIndex(isRoot);
      return encodeCertificates(root < 0 ? issuers : issuers.slice(0, root), meter);
    }
    case 'root':
      return last !== undefined && isRoot(last) ? encodeCertificates([last], meter) : '';
    default:
      return '';
  }
}

function decoded(meter: Meter, text: string): string {
  meter.bytes(text.length * 8);
  const result = decodeBase64(text);
  if (!('bytes' in result)) throw executeFault('the text is not base 64');
  return result.bytes;
}

/** Checks a certificate and a key, both PEM in base 64, and gives them as they are. */
function buildCustomCert(meter: Meter, certificate64: string, key64: string): GoStruct {
  const [certificate, key] = [decoded(meter, certificate64), decoded(meter, key64)];
  parseCertificate(firstBlock(meter, certificate, 'certificate').bytes, meter);
  const { type, bytes } = firstBlock(meter, key, 'private key');
  const form = FORM_OF_TYPE[type];
  if (form === undefined) throw executeFault('the private key is of a type that is not known');
  parsePrivateKey(bytes, [form], meter);
  return new GoStruct('sprig.certificate', [
    { name: 'Cert', json: 'Cert', value: certificate },
    { name: 'Key', json: 'Key', value: key },
  ]);
}

/** Certificates and keys: functions of the operators that keep secrets, and one of sprig. */
export const certificates: FunctionTable = {
  pkcs12key: fixed(['string'], (meter, data) => pkcs12Key(meter, '', data)),
  pkcs12keyPass: fixed(['string', 'string'], pkcs12Key),
  pkcs12cert: fixed(['string'], (meter, data) => pkcs12Certificates(meter, '', data)),
  pkcs12certPass: fixed(['string', 'string'], pkcs12Certificates),
  pemToPkcs12: fixed(['string', 'string'], (meter, certificate, key) => toPkcs12(meter, certificate, key, '', false)),
  pemToPkcs12Pass: fixed(['string', 'string', 'string'], (meter, certificate, key, password) =>
    toPkcs12(meter, certificate, key, password, false),
  ),
  fullPemToPkcs12: fixed(['string', 'string'], (meter, chain, key) => toPkcs12(meter, chain, key, '', true)),
  fullPemToPkcs12Pass: fixed(['string', 'string', 'string'], (meter, chain, key, password) =>
    toPkcs12(meter, chain, key, password, true),
  ),
  filterPEM: fixed(['string', 'string'], filterPem),
  filterCertChain: fixed(['string', 'string'], filterCertChain),
  jwkPublicKeyPem: fixed(['string'], (meter, text) =>
    encodePem('PUBLIC KEY', publicKeyOf(text, meter).export({ format: 'der', type: 'spki' })),
  ),
  jwkPrivateKeyPem: fixed(['string'], (meter, text) => encodePem('PRIVATE KEY', pkcs8Of(privateKeyOf(text, meter)))),
  decodeBase64ToBytes: fixed(['string'], decoded),
  encodeBase64: fixed(['string'], (meter, text) => {
    meter.room(Math.ceil(text.length / 3) * 4);
    return Buffer.from(text, 'latin1').toString('base64');
  }),
  buildCustomCert: fixed(['string', 'string'], buildCustomCert),
};
