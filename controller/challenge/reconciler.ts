import type { ChallengeStatus } from '../../api/challenge/challenge.ts';
import { challenges as challengeResource } from '../../api/kinds.ts';
import { apiVersionOf } from '../../api/resource.ts';
import type { EventFact, Reconciler } from '../../runtime/reconcile.ts';
import { writeStatusOnce } from '../../runtime/status.ts';
import { withGeneration } from '../conditions.ts';
import { act } from './act.ts';
import { decide } from './decide.ts';
import type { ChallengeAction } from './decide.ts';
import { failedStatus } from './failed.ts';
import { SolverFailure } from './failures.ts';
import { observeChallenge } from './observe.ts';
import type { ChallengeSeen } from './seen.ts';
import type { ChallengeTools } from './tools.ts';

export function challengeReconciler(
  tools: ChallengeTools,
): Reconciler<ChallengeSeen, ChallengeAction, ChallengeStatus> {
  const { stores, cluster } = tools;

  function record({ challenge }: ChallengeSeen, event: EventFact): void {
    const about = { ...challenge, apiVersion: apiVersionOf(challengeResource), kind: 'Challenge' };
    tools.record.record(about, event);
  }

  return {
    name: 'challenges',
    async observe(key) {
      const challenge = stores.challenges.get(key);
      return challenge && observeChallenge(tools, challenge);
    },
    decide,
    act: (action, seen) => act(tools, action, seen),
    writeStatus({ challenge: seen }, wanted) {
      const status = withGeneration(seen, wanted);
      return writeStatusOnce({
        cluster,
        resource: challengeResource,
        store: stores.challenges,
        seen,
        status,
      });
    },
    failed(status, failure, seen, attempts) {
      const before = seen.challenge.status?.reason;
      const failed = failedStatus(status, failure, before, attempts);
      if (failure instanceof SolverFailure && failed.reason === failure.message && before !== failed.reason)
        record(seen, eventOf(failure));
      return failed;
    },
    record,
  };
}

function eventOf({ step, message }: SolverFailure): EventFact {
  return step === 'present'
    ? { type: 'Warning', reason: 'PresentError', message: `Error presenting challenge: ${message}` }
    : { type: 'Warning', reason: 'CleanUpError', message: `Error cleaning up challenge: ${message}` };
}
