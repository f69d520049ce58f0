import type { ChallengeStatus } from '../../api/challenge/challenge.ts';
import { rfc3339 } from '../../api/conditions.ts';
import type { Failure } from '../../api/failure.ts';
import type { Decision } from '../../runtime/reconcile.ts';
import { readinessOf } from './readiness.ts';
import type { ChallengeSeen } from './seen.ts';
import { isHeld, isOver } from './state.ts';
import { verdictOf } from './verdict.ts';

export type ChallengeAction =
  /** Only for Challenges that another controller made: ours have it from the beginning. */
  | { readonly do: 'addFinalizer' }
  | { readonly do: 'present' }
  /** Tell the CA to look. */
  | { readonly do: 'accept' }
  | { readonly do: 'cleanUp' }
  | { readonly do: 'removeFinalizer' }
  /** Asking the CA did not work. */
  | { readonly do: 'fail'; readonly failure: Failure };

type Decided = Decision<ChallengeAction, ChallengeStatus>;

/** How long a Challenge waits for its turn before it looks again by itself. */
const turnSeconds = 5;

export function decide(seen: ChallengeSeen): Decided {
  const { challenge } = seen;
  const status = challenge.status ?? {};
  if (isOver(challenge)) return cleaningUp(seen, status);
  return fromAuthorization(seen, status) ?? proving(seen, status);
}

/** What the CA's word asks for; `undefined` while it has none. */
function fromAuthorization(
  { challenge, authorization }: ChallengeSeen,
  status: ChallengeStatus,
): Decided | undefined {
  if (authorization?.is === 'failed')
    return { status, actions: [{ do: 'fail', failure: authorization.failure }] };
  const verdict = authorization && verdictOf(challenge.spec, authorization.answer);
  return verdict && decided(status, verdict);
}

function proving(seen: ChallengeSeen, status: ChallengeStatus): Decided {
  if (seen.accepted) return { status, actions: [], lookAgainSeconds: seen.authorization?.nextSeconds ?? 0 };
  if (status.presented !== true) return presenting(seen, status);
  return checking(seen, status);
}

function decided(status: ChallengeStatus, verdict: NonNullable<ReturnType<typeof verdictOf>>): Decided {
  const { state, reason, event } = verdict;
  return {
    status: { ...status, state, reason, processing: false },
    actions: [],
    events: [event],
    lookAgainSeconds: 0,
  };
}

/** What `present` brings about is its to say: see `presentedNow`. */
function presenting({ challenge, crowded }: ChallengeSeen, status: ChallengeStatus): Decided {
  if (crowded) return { status, actions: [], lookAgainSeconds: turnSeconds };
  const { reason: _reason, ...working } = status;
  return {
    status: working,
    actions: isHeld(challenge) ? [{ do: 'present' }] : [{ do: 'addFinalizer' }, { do: 'present' }],
    events: [
      {
        type: 'Normal',
        reason: 'Presented',
        message: `Presented challenge using ${challenge.spec.type} challenge mechanism`,
      },
    ],
    lookAgainSeconds: 0,
  };
}

/** The first time counts: the value has been there since then, and waits are measured from it. */
export function presentedNow(status: ChallengeStatus | undefined, now: Date): ChallengeStatus {
  const presentedAt = status?.presentedAt ?? rfc3339(now);
  return { state: 'pending', processing: true, presented: true, presentedAt };
}

function checking(seen: ChallengeSeen, status: ChallengeStatus): Decided {
  const presentedAt = new Date(status.presentedAt ?? seen.challenge.metadata.creationTimestamp ?? seen.now);
  const readiness = readinessOf(seen, presentedAt);
  if (readiness.is === 'ready') return { status, actions: [{ do: 'accept' }], lookAgainSeconds: 0 };
  const { reason, seconds } = readiness;
  const again = seen.httpCheck?.gone === true;
  return {
    status: reason === undefined ? status : { ...status, reason },
    actions: again ? [{ do: 'present' }] : [],
    lookAgainSeconds: again ? 0 : seconds,
  };
}

/**
 * The outcome is written down first, so that the Order goes on at once; then the value is taken away, then the finalizer.
 * What is deleted soon needs no further status; a failed Challenge stays, so it says that its value is gone.
 */
function cleaningUp({ challenge }: ChallengeSeen, status: ChallengeStatus): Decided {
  if (!isHeld(challenge)) return { status, actions: [] };
  const goes = status.state === 'valid' || challenge.metadata.deletionTimestamp !== undefined;
  return {
    status: goes ? status : { ...status, presented: false, processing: false },
    actions: [{ do: 'cleanUp' }, { do: 'removeFinalizer' }],
  };
}
