import { challengeFinalizer, legacyChallengeFinalizer } from '../../api/annotations.ts';
import type { Challenge } from '../../api/challenge/challenge.ts';

const finals: readonly unknown[] = ['valid', 'invalid', 'expired', 'errored'];

/** Whether the outcome is known. */
export function isFinal({ status }: Challenge): boolean {
  return finals.includes(status?.state);
}

/** Whether nobody wants the proof any more: the outcome is known, or the Challenge is being deleted. */
export function isOver(challenge: Challenge): boolean {
  return isFinal(challenge) || challenge.metadata.deletionTimestamp !== undefined;
}

const ours: readonly string[] = [challengeFinalizer, legacyChallengeFinalizer];

/** Whether there may be something to take away. */
export function isHeld({ metadata }: Challenge): boolean {
  return (metadata.finalizers ?? []).some((finalizer) => ours.includes(finalizer));
}

/** The finalizers that stay when ours go. */
export function foreignFinalizers({ metadata }: Challenge): readonly string[] {
  return (metadata.finalizers ?? []).filter((finalizer) => !ours.includes(finalizer));
}
