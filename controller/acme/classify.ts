import { isIP } from 'node:net';

import { TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { Failure } from '../../api/failure.ts';
import { describeProblem, problemWord } from './problem.ts';
import type { AcmeProblem } from './problem.ts';

/** Problems that may pass by themselves although their status is in the 4xx range (RFC 8555 section 6.7). */
const passing = new Set([
  'badNonce',
  'orderNotReady',
  'rateLimited',
  'serverInternal',
  // The account is registered again, see `accounts.ts`.
  'accountDoesNotExist',
]);

/** Reason of the failure when the CA does not know the account that signed. */
export const accountGone = 'AcmeAccountDoesNotExist';

/** Statuses that ask for patience: request timeout, conflict, too early, too many requests. */
const patientStatuses = new Set([408, 409, 425, 429]);

/**
 * What a problem document means for us: the one place that decides whether waiting can help. The failure's reason is
 * `Acme` and the problem's word (`AcmeRejectedIdentifier`), or `Acme` and the status (`Acme404`) where there is none.
 */
export function failureFromProblem(problem: AcmeProblem): Failure {
  const word = problemWord(problem);
  const waits = passing.has(word) || problem.status >= 500 || patientStatuses.has(problem.status);
  const Kind = waits ? TransientFailure : TerminalFailure;
  const reason = word === '' ? `Acme${problem.status}` : `Acme${word[0]?.toUpperCase()}${word.slice(1)}`;
  const { retryAfterSeconds } = problem;
  return new Kind(
    reason,
    describeProblem(problem),
    retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  );
}

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

/** A request that got no answer. @param method as in HTTP; shown as upstream does: `Get "https://…": …` */
export function failureFromNetwork(method: string, url: string, error: unknown): TransientFailure {
  const code = codeOf(error);
  const said = `${method[0]?.toUpperCase()}${method.slice(1).toLowerCase()} "${url}"`;
  return new TransientFailure('AcmeServerUnreachable', `${said}: ${dialled(url, code)}${wordsFor(code)}`, {
    cause: error,
  });
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

/** An answer that is not what RFC 8555 says it should be. @param what is wrong, without anything that changes */
export function invalidAnswer(url: string, what: string): TransientFailure {
  return new TransientFailure(
    'AcmeInvalidAnswer',
    `The ACME server's answer from ${url} cannot be used: ${what}`,
  );
}

function wordsFor(code: string): string {
  if (untrusted.has(code)) {
    return `the certificate of the server is not trusted (${code}); set spec.acme.caBundle if it is a private CA`;
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
