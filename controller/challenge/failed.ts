import type { ChallengeStatus } from '../../api/challenge/challenge.ts';
import type { Failure } from '../../api/failure.ts';
import { CaRefusal } from '../acme/refusal.ts';
import { isTold } from '../acme/told.ts';
import { SolverFailure } from './failures.ts';

/**
 * The status that tells of a failure; what is expected to be over soon is not told.
 *
 * @param before the reason that is there already
 * @param attempts failures in a row, this one included
 */
export function failedStatus(
  status: ChallengeStatus,
  failure: Failure,
  before: string | undefined,
  attempts: number,
): ChallengeStatus {
  if (failure instanceof CaRefusal) return refused(status, failure);
  const atOnce = failure instanceof SolverFailure && failure.needsSomebody;
  if (atOnce || isTold(failure, attempts)) return { ...withState(status, failure), reason: failure.message };
  return before === undefined ? status : { ...status, reason: before };
}

/** What could not be published is still under way: who lists Challenges sees a state beside the reason. */
function withState(status: ChallengeStatus, failure: Failure): ChallengeStatus {
  if (!(failure instanceof SolverFailure) || failure.step !== 'present') return status;
  return { ...status, state: 'pending', processing: true, presented: false };
}

/** Upstream's words: what does not parse any more has expired. */
function refused(status: ChallengeStatus, { word, message }: CaRefusal): ChallengeStatus {
  const state = word === 'AcmeMalformed' ? 'expired' : 'errored';
  return { ...status, state, reason: message, processing: false };
}
