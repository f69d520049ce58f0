import { isIP } from 'node:net';

/** What went wrong on the way, in words that are the same on every attempt: no addresses, no ports of ours. */
const networkWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  UND_ERR_SOCKET: 'connection closed by the server',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name cannot be looked up right now',
  ENETUNREACH: 'network unreachable',
  EHOSTUNREACH: 'host unreachable',
  ETIMEDOUT: 'connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the answer is too large',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another name',
};

/** Verification codes of OpenSSL that mean "signed by somebody we do not trust". */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** A request that got no answer. */
export interface Unanswered {
  /** As in HTTP; shown as upstream does: `Get "https://…": …` */
  readonly method: string;
  readonly url: string;
  /** What a private CA is named in: `spec.acme.caBundle`. */
  readonly caField: string;
}

/** Why a request got no answer, in words that are the same on every attempt. */
export function describeUnanswered({ method, url, caField }: Unanswered, error: unknown): string {
  const code = codeOf(error);
  const said = `${method[0]?.toUpperCase()}${method.slice(1).toLowerCase()} "${url}"`;
  return `${said}: ${dialled(url, code)}${wordsFor(code, caField)}`;
}

const refusals = new Set(['ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH']);

/**
 * The address, as upstream says it, where it stands in the URL. What a name was resolved to is left out: it may be another
 * one on the next attempt.
 */
function dialled(url: string, code: string): string {
  const { hostname, host } = new URL(url);
  const isAddress = isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0;
  return isAddress && refusals.has(code) ? `dial tcp ${host}: connect: ` : '';
}

function wordsFor(code: string, caField: string): string {
  if (untrusted.has(code)) {
    return `the certificate of the server is not trusted (${code}); set ${caField} if it is a private CA`;
  }
  return networkWords[code] ?? `no connection (${code})`;
}

/** Node hides the interesting code in causes and in lists of attempts (one per address). */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  return cause === undefined ? 'unknown' : codeOf(cause);
}
