import type { Challenge } from '../../api/challenge/challenge.ts';
import type { AcmeState, Order, OrderAuthorization, OrderStatus } from '../../api/order/order.ts';
import { isFailed, isIssued, isRead } from './state.ts';

/**
 * How far an Order is:
 *
 * - `failed`, `issued`: over
 * - `unplaced`: the CA does not know of it yet
 * - `unread`: its authorizations are still to be read
 * - `refuted`: a proof failed, so the order cannot become valid any more
 * - `proving`: proofs are missing or under way
 * - `proven`: the CA has what it wanted; now it is about the certificate
 */
export type Phase = 'failed' | 'issued' | 'unplaced' | 'unread' | 'refuted' | 'proving' | 'proven';

export function phaseOf({ status }: Order, challenges: readonly Challenge[]): Phase {
  if (isFailed(status)) return 'failed';
  if (isIssued(status)) return 'issued';
  if (!status?.url) return 'unplaced';
  if (!isComplete(status)) return 'unread';
  return proofPhase(status, challenges);
}

function isComplete({ finalizeURL, authorizations = [] }: OrderStatus): boolean {
  return finalizeURL !== undefined && authorizations.length > 0 && authorizations.every(isRead);
}

/** States that an order only has after everything was proven; another controller may have written them. */
const proven: readonly (AcmeState | undefined)[] = ['ready', 'processing', 'valid'];

function proofPhase({ state, authorizations = [] }: OrderStatus, challenges: readonly Challenge[]): Phase {
  if (proven.includes(state)) return 'proven';
  const open = authorizations.filter(({ initialState }) => initialState !== 'valid');
  const proofs = open.map((authorization) => challengeOf(authorization, challenges));
  if (proofs.some((challenge) => isFailed(challenge?.status))) return 'refuted';
  if (proofs.every((challenge) => challenge?.status?.state === 'valid')) return 'proven';
  return 'proving';
}

/** The Challenge made for an authorization. */
export function challengeOf(
  { url }: OrderAuthorization,
  challenges: readonly Challenge[],
): Challenge | undefined {
  return challenges.find(({ spec }) => spec.authorizationURL === url);
}
