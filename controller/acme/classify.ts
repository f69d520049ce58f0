import { TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { Failure } from '../../api/failure.ts';
import { describeUnanswered } from '../unreachable.ts';
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

/** A request that got no answer. @param method as in HTTP; shown as upstream does: `Get "https://…": …` */
export function failureFromNetwork(method: string, url: string, error: unknown): TransientFailure {
  const said = describeUnanswered({ method, url, caField: 'spec.acme.caBundle' }, error);
  return new TransientFailure('AcmeServerUnreachable', said, { cause: error });
}

/** An answer that is not what RFC 8555 says it should be. @param what is wrong, without anything that changes */
export function invalidAnswer(url: string, what: string): TransientFailure {
  return new TransientFailure(
    'AcmeInvalidAnswer',
    `The ACME server's answer from ${url} cannot be used: ${what}`,
  );
}
