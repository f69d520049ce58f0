import { durationSeconds } from '../../api/duration.ts';
import type { TxtReport } from '../../dns/propagation.ts';
import { secondsBetween } from '../../runtime/clock.ts';
import { httpReadiness } from './http01/readiness.ts';
import { type Readiness, quietSeconds } from './quiet.ts';
import type { ChallengeSeen, Report, Sibling } from './seen.ts';

/** How long a value that all can see waits for others at the same name. */
export const siblingSeconds = 15;

const ready: Readiness = { is: 'ready' };

/** @param presentedAt when the value was published */
export function readinessOf(seen: ChallengeSeen, presentedAt: Date): Readiness {
  const { solver, type } = seen.challenge.spec;
  const age = secondsBetween(presentedAt, seen.now);
  const { waitInsteadOfSelfCheck: wait = '' } = solver;
  if (wait !== '') return afterWait(wait, type, age);
  if (age >= seen.askAnywaySeconds) return ready;
  if (type === 'HTTP-01') return httpReadiness(seen.httpCheck, age, seen.askAnywaySeconds);
  return dnsReadiness(seen, age);
}

function dnsReadiness(seen: ChallengeSeen, age: number): Readiness {
  const { check } = seen;
  if (check === undefined) return { is: 'waiting', seconds: 0 };
  if (check.is === 'failed' || !isVisible(check.answer, seen.challenge.spec.key))
    return propagating(seen, check, age);
  if (!check.answer.authoritative && age < check.answer.negativeTtlSeconds) {
    return { is: 'waiting', seconds: check.answer.negativeTtlSeconds - age };
  }
  return siblingsReady(seen, check.answer)
    ? ready
    : { is: 'waiting', seconds: Math.min(check.nextSeconds, 1) };
}

/** Whether every server has the value. */
export function isVisible({ servers }: TxtReport, value: string): boolean {
  return (
    servers.length > 0 &&
    servers.every(({ answer, missing }) => answer !== 'error' && !missing.includes(value))
  );
}

function afterWait(wait: string, type: string, age: number): Readiness {
  const left = durationSeconds(wait) - age;
  if (left <= 0) return ready;
  const reason = `Waiting ${wait} before accepting ${type} challenge without self-check`;
  return { is: 'waiting', seconds: left, ...(left > quietSeconds && { reason }) };
}

function propagating(
  { challenge, askAnywaySeconds }: ChallengeSeen,
  check: Report<TxtReport>,
  age: number,
): Readiness {
  const seconds = Math.min(check.nextSeconds, askAnywaySeconds - age);
  if (age < quietSeconds) return { is: 'waiting', seconds };
  const told = check.is === 'failed' ? check.failure.message : describeReport(check.answer);
  const reason = `Waiting for ${challenge.spec.type} challenge propagation: ${told}`;
  return { is: 'waiting', seconds, reason };
}

/** Names each server and its answer. */
function describeReport({ servers }: TxtReport): string {
  return servers.map(({ server, detail }) => `${server} ${detail}`).join('; ');
}

/**
 * All values of one name are accepted together, for the CA's resolver may remember a set that lacks the later ones. A
 * sibling that does not get on is waited for only for a while, and not at all when its provider fails.
 */
function siblingsReady({ siblings, visibleSince, now }: ChallengeSeen, report: TxtReport): boolean {
  if (visibleSince !== undefined && secondsBetween(visibleSince, now) >= siblingSeconds) return true;
  return siblings.every((sibling) => sibling.failing || isThere(sibling, report, now));
}

function isThere(sibling: Sibling, report: TxtReport, now: Date): boolean {
  if (sibling.presented) return isVisible(report, sibling.value);
  return secondsBetween(sibling.createdAt, now) >= siblingSeconds;
}
