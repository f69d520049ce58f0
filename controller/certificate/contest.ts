import { findCondition } from '../../api/conditions.ts';
import { secondsBetween } from '../../runtime/clock.ts';
import { foreignWriter } from './overwrites.ts';
import { type Violation, leafOf } from './policies.ts';
import type { Seen } from './seen.ts';

/** The first time is answered at once, the second after a minute, and then twice as late each time. */
const firstSeconds = 60;

/** So long at least a Secret must have been ours again until nobody is said to contest it. */
const calmSeconds = 600;

/** Why the Secret is contested: somebody else has written over what was issued more than once, and may do so again. */
export function contestOf(seen: Seen): Violation | undefined {
  const { overwritten, secret, certificate } = seen;
  if (overwritten === undefined || overwritten.times < 2) return undefined;
  if (foreignWriter(secret) === undefined && secondsOfUnrest(seen) === 0) return undefined;
  return {
    reason: 'SecretOverwritten',
    message: `Secret "${certificate.spec.secretName}" has another writer: "${overwritten.manager}" (its field manager) writes over the key or the certificate in it again and again. Stop it, or give the Certificate another spec.secretName. What was issued is put back more and more seldom`,
  };
}

/**
 * How long to let the other one have it before a certificate is issued again: 1 minute, doubling to the longest rest of a
 * failed issuance, but never more than an eighth of the life that the certificate in the Secret has left.
 *
 * @returns seconds; 0 when it may be done now: it has not happened twice, the time is over, or the spec was changed since
 */
export function secondsToLetBe(seen: Seen): number {
  const { overwritten, secret, now } = seen;
  if (overwritten === undefined || overwritten.times < 2 || foreignWriter(secret) === undefined) return 0;
  if (changedSince(seen)) return 0;
  return Math.max(0, Math.min(fullSeconds(seen), cap(seen)) - secondsBetween(overwritten.at, now));
}

/** @returns seconds until a Secret that is ours again counts as left in peace; 0 when it does */
export function secondsOfUnrest(seen: Seen): number {
  if (seen.overwritten === undefined || seen.overwritten.times < 2) return 0;
  return Math.max(
    0,
    Math.max(calmSeconds, 2 * fullSeconds(seen)) - secondsBetween(seen.overwritten.at, seen.now),
  );
}

function fullSeconds({ overwritten, settings }: Seen): number {
  const times = overwritten?.times ?? 0;
  return Math.min(firstSeconds * 2 ** (times - 2), settings.backoff.maximumSeconds);
}

/** Near its end, or where nothing in the Secret can be used, it is put back once a minute. */
function cap({ overwritten, secret, now }: Seen): number {
  const leaf = leafOf(secret);
  const lifeLeft = leaf === undefined ? 0 : secondsBetween(overwritten?.at ?? now, leaf.notAfter);
  return Math.max(lifeLeft / 8, firstSeconds);
}

function changedSince({ certificate: { metadata, status } }: Seen): boolean {
  const conflict = findCondition(status?.conditions, 'Conflict');
  const told = conflict?.observedGeneration;
  return told !== undefined && told < (metadata.generation ?? 0);
}
