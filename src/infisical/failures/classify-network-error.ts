import { asOperatorError, OperatorError } from '#kernel';
import { type CallDescription, CallFailure, type FailureMeaning } from './call-failure.ts';

/** Code of the error with which a name that resolves to a forbidden address is refused. */
export const FORBIDDEN_ADDRESS_CODE = 'ERR_FORBIDDEN_ADDRESS';

interface CodeEntry {
  readonly means: FailureMeaning;
  readonly says: string;
}

const TRUST = 'if a private authority signed it, put its certificate into the Secret that tls.caRef names';

/** Codes of Node.js, OpenSSL and undici that deserve more words than their name. */
const CODES: Readonly<Record<string, CodeEntry>> = {
  ECONNREFUSED: { means: 'unreachable', says: 'connection refused' },
  ECONNRESET: { means: 'unreachable', says: 'the connection was reset' },
  EPIPE: { means: 'unreachable', says: 'the connection was closed' },
  UND_ERR_SOCKET: { means: 'unreachable', says: 'the connection was closed before the answer was complete' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { means: 'unreachable', says: 'the answer was cut short' },
  ENOTFOUND: { means: 'unreachable', says: 'the name is not known' },
  EAI_AGAIN: { means: 'unreachable', says: 'the name cannot be resolved at the moment' },
  EHOSTUNREACH: { means: 'unreachable', says: 'no route to the host' },
  ENETUNREACH: { means: 'unreachable', says: 'no route to the network' },
  ETIMEDOUT: { means: 'tooSlow', says: 'the connection timed out' },
  UND_ERR_CONNECT_TIMEOUT: { means: 'tooSlow', says: 'the connection took too long' },
  UND_ERR_HEADERS_TIMEOUT: { means: 'tooSlow', says: 'the answer did not begin' },
  UND_ERR_BODY_TIMEOUT: { means: 'tooSlow', says: 'the answer did not go on' },
  CERT_HAS_EXPIRED: { means: 'unreachable', says: 'its certificate has expired' },
  CERT_NOT_YET_VALID: { means: 'unreachable', says: 'its certificate is not valid yet; check the clocks' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { means: 'unreachable', says: `its certificate is signed by itself; ${TRUST}` },
  SELF_SIGNED_CERT_IN_CHAIN: {
    means: 'unreachable',
    says: `its certificate is signed by an unknown authority; ${TRUST}`,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { means: 'unreachable', says: `its certificate cannot be verified; ${TRUST}` },
  UNABLE_TO_GET_ISSUER_CERT: { means: 'unreachable', says: `its certificate cannot be verified; ${TRUST}` },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { means: 'unreachable', says: `its certificate cannot be verified; ${TRUST}` },
  ERR_TLS_CERT_ALTNAME_INVALID: { means: 'unreachable', says: 'its certificate is for another name' },
  EPROTO: { means: 'unreachable', says: 'it does not speak TLS as expected; check https, http and the port' },
  ERR_SSL_WRONG_VERSION_NUMBER: { means: 'unreachable', says: 'it does not speak TLS; check https, http and the port' },
  [FORBIDDEN_ADDRESS_CODE]: { means: 'forbiddenAddress', says: '' },
};

/**
 * A call that got no usable answer, as an error for people. Errors that were classified already pass. The text of a syntax
 * error quotes the answer, so it is dropped, cause included.
 */
export function classifyNetworkError(error: unknown, about: CallDescription): OperatorError {
  if (error instanceof OperatorError) return error;
  if (error instanceof SyntaxError) return new CallFailure('answerInvalid', about, 'no valid JSON');
  const code = codeOf(error);
  // Whatever the network does has a code; what has none is a fault of the operator.
  if (code === undefined) return asOperatorError(error);
  if (code.startsWith('HPE_'))
    return new CallFailure('answerInvalid', about, `no valid HTTP, ${code}`, { cause: error });
  const { means, says } = CODES[code] ?? { means: 'unreachable', says: '' };
  const detail = [says, code === FORBIDDEN_ADDRESS_CODE ? '' : code].filter((part) => part !== '').join(', ');
  return new CallFailure(means, about, detail, { cause: error });
}

/** The nearest code in the chain of causes; of several tried addresses, that of the first. */
function codeOf(error: unknown): string | undefined {
  let present = error;
  for (let depth = 0; depth < 5 && present instanceof Error; depth += 1) {
    if ('code' in present && typeof present.code === 'string') return present.code;
    present = present instanceof AggregateError ? (present.errors as readonly unknown[])[0] : present.cause;
  }
  return undefined;
}
