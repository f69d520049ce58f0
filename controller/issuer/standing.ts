import { findCondition, isTrue, withoutCondition } from '../../api/conditions.ts';
import type { IssuerStatus } from '../../api/issuer/issuer.ts';
import { withConditionOf } from '../conditions.ts';
import type { IssuerToSetUp, SetUpOutcome } from './setup.ts';

/** How long a new issuer may take before people are told that something is missing. */
const patienceSeconds = 5;

/**
 * A new issuer often comes together with what it needs: a Secret, or the Certificate that brings it. Until it had time to
 * arrive nothing is said, because tools take `Ready=False` for a failure (Argo CD: Degraded, and a sync in waves ends).
 *
 * @returns seconds; 0 when the issuer is not new, or has been told something already
 */
export function secondsOfPatience({ issuer, now }: Pick<IssuerToSetUp, 'issuer' | 'now'>): number {
  const { creationTimestamp } = issuer.metadata;
  const isTold = findCondition(issuer.status?.conditions, 'Ready') !== undefined;
  if (creationTimestamp === undefined || isTold) return 0;
  const age = (now.getTime() - Date.parse(creationTimestamp)) / 1000;
  return age < -patienceSeconds ? 0 : Math.max(0, patienceSeconds - age);
}

/**
 * Puts in `Stalled` while only a change can mend what is wrong, for tools that wait (kstatus, and so Flux). What was said
 * before our time is left in its own words: until something changes, this causes no write.
 *
 * @param status with `Ready` as it shall be
 */
export function withStalled(
  { issuer, now }: Pick<IssuerToSetUp, 'issuer' | 'now'>,
  status: IssuerStatus,
  { because, reason, message }: Pick<SetUpOutcome, 'because' | 'reason' | 'message'>,
): IssuerStatus {
  const before = issuer.status?.conditions;
  const ready = findCondition(before, 'Ready');
  const isNews = ready?.reason !== reason || ready.message !== message;
  if (because === 'wrong' && (isNews || isTrue(before, 'Stalled'))) {
    return withConditionOf(issuer, status, { type: 'Stalled', status: 'True', reason, message }, now);
  }
  if (findCondition(before, 'Stalled') === undefined) return status;
  return { ...status, conditions: [...withoutCondition(status.conditions, 'Stalled')] };
}
