import type { Challenge } from '../../api/challenge/challenge.ts';
import { Failure, TransientFailure } from '../../api/failure.ts';
import type { OrderStatus } from '../../api/order/order.ts';
import type { Decision, EventFact } from '../../runtime/reconcile.ts';
import type { CaOrder } from '../acme/answers.ts';
import { describeProblem } from '../acme/problem.ts';
import { challengeOf, phaseOf } from './phase.ts';
import type { Phase } from './phase.ts';
import { over, refuted, withTrouble } from './over.ts';
import { proofFor } from './required.ts';
import type { Proof } from './required.ts';
import type { OrderSeen } from './seen.ts';
import { isRead } from './state.ts';

export type OrderAction =
  /** Place the order at the CA, or find the one we placed before a crash. */
  | { readonly do: 'placeOrder' }
  | { readonly do: 'readAuthorizations' }
  | { readonly do: 'createChallenges'; readonly proofs: readonly Proof[] }
  | { readonly do: 'deleteChallenges'; readonly challenges: readonly Challenge[] }
  | { readonly do: 'finalize'; readonly ca: CaOrder }
  | { readonly do: 'download'; readonly certificateUrl: string }
  /** Asking the CA did not work. */
  | { readonly do: 'fail'; readonly failure: Failure };

type Decided = Decision<OrderAction, OrderStatus>;

/** Without a word from the challenges for so long, the CA is asked whether the order still stands. */
export const stillStandsSeconds = 3600;

const complete: EventFact = { type: 'Normal', reason: 'Complete', message: 'Order completed successfully' };

export function decide(seen: OrderSeen): Decided {
  const status = seen.order.status ?? {};
  const phase = phaseOf(seen.order, seen.challenges);
  if (phase === 'failed') return ended(status);
  // What a step had to complain of is over unless this one says it again.
  const { reason: _reason, ...working } = status;
  return nextStep[phase](seen, working);
}

const nextStep: Readonly<
  Record<Exclude<Phase, 'failed'>, (seen: OrderSeen, status: OrderStatus) => Decided>
> = {
  issued: ({ challenges }, status) => ({ status, actions: deletions(challenges) }),
  unplaced: (_seen, status) => ({ status, actions: [{ do: 'placeOrder' }], lookAgainSeconds: 0 }),
  unread: (_seen, status) => ({ status, actions: [{ do: 'readAuthorizations' }], lookAgainSeconds: 0 }),
  refuted: (seen, status) => ended(refuted(seen, status)),
  proving: (seen, status) => withCaAnswer(seen, status) ?? proving(seen, status),
  proven: (seen, status) => withCaAnswer(seen, status) ?? { status, actions: [], lookAgainSeconds: 1 },
};

/** What the CA's answer asks for; `undefined` when there is none or it changes nothing. */
function withCaAnswer(seen: OrderSeen, status: OrderStatus): Decided | undefined {
  const { ca, now } = seen;
  if (ca === undefined) return undefined;
  if (ca.is === 'failed') return { status, actions: [{ do: 'fail', failure: ca.failure }] };
  const { order, nextSeconds } = ca;
  switch (order.status) {
    case 'ready':
      return { status, actions: [{ do: 'finalize', ca: order }], events: [complete], lookAgainSeconds: 0 };
    case 'valid':
      return downloading(status, order, nextSeconds);
    case 'invalid': {
      const reason =
        order.error === undefined ? 'The CA declared the order invalid' : describeProblem(order.error);
      return ended(over(status, 'invalid', `Order is invalid: ${reason}`, now));
    }
    case 'processing':
      return { status, actions: [], lookAgainSeconds: nextSeconds };
    case 'pending':
      return phaseOf(seen.order, seen.challenges) === 'proven'
        ? { status, actions: [], lookAgainSeconds: nextSeconds }
        : undefined;
    default:
      return order.status satisfies never;
  }
}

function downloading(status: OrderStatus, { certificateUrl }: CaOrder, nextSeconds: number): Decided {
  if (certificateUrl === undefined) return { status, actions: [], lookAgainSeconds: nextSeconds };
  return { status, actions: [{ do: 'download', certificateUrl }], events: [complete], lookAgainSeconds: 0 };
}

function proving(seen: OrderSeen, status: OrderStatus): Decided {
  const { order, issuer, challenges } = seen;
  const authorizations = (status.authorizations ?? []).filter(
    (authorization) => isRead(authorization) && authorization.initialState !== 'valid',
  );
  const open = authorizations.filter((one) => challengeOf(one, challenges) === undefined);
  if (open.length === 0) {
    return {
      status: withTrouble(status, challenges),
      actions: extras(seen),
      lookAgainSeconds: stillStandsSeconds,
    };
  }
  if (issuer.is !== 'found') return waitingForIssuer(status, issuer);
  try {
    const proofs = open.map((one) => proofFor(order, one, issuer.issuer.spec.acme?.solvers ?? []));
    const actions: OrderAction[] = [...extras(seen), { do: 'createChallenges', proofs }];
    return { status, actions, lookAgainSeconds: stillStandsSeconds };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return withoutSolver(status, error);
  }
}

/** The end, for this Order: another attempt is another Order. */
function ended(status: OrderStatus): Decided {
  return { status, actions: [] };
}

/** A person must change the Issuer; that wakes the Order. */
function withoutSolver(status: OrderStatus, { message }: Failure): Decided {
  return {
    status: { ...status, reason: message },
    actions: [],
    events: [{ type: 'Warning', reason: 'Solver', message }],
    lookAgainSeconds: stillStandsSeconds,
  };
}

function waitingForIssuer(status: OrderStatus, issuer: OrderSeen['issuer']): Decided {
  const why = issuer.is === 'missing' ? issuer.message : 'the issuer belongs to another controller';
  const failure = new TransientFailure('IssuerNotFound', `The Order cannot go on: ${why}`);
  return { status, actions: [{ do: 'fail', failure }] };
}

/** Challenges for authorizations that the order does not have. */
function extras({ order, challenges }: OrderSeen): readonly OrderAction[] {
  const wanted = new Set((order.status?.authorizations ?? []).map(({ url }) => url));
  return deletions(challenges.filter(({ spec }) => !wanted.has(spec.authorizationURL)));
}

function deletions(challenges: readonly Challenge[]): readonly OrderAction[] {
  const there = challenges.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return there.length === 0 ? [] : [{ do: 'deleteChallenges', challenges: there }];
}
