import { isTrue } from '../../api/conditions.ts';
import type { CertificateStatus } from '../../api/certificate/certificate.ts';
import { certificateId } from '../../pki/renewal-information.ts';
import type { Decision, EventFact } from '../../runtime/reconcile.ts';
import type { Action } from './action.ts';
import { restSeconds } from './back-off.ts';
import { contestOf, secondsOfUnrest, secondsToLetBe } from './contest.ts';
import { continueIssuing } from './issuing.ts';
import { nextKeyName } from './names.ts';
import { leafOf, reasonToIssue } from './policies.ts';
import { informationEvents, informationOf, renewalOf, secondsToCheck } from './renewal-information.ts';
import type { Seen } from './seen.ts';
import { overdueFrom, secondsOfPatience } from './standing.ts';
import { issuing, settled } from './status.ts';
import { tidying } from './tidying.ts';

type CertificateDecision = Decision<Action, CertificateStatus>;

/** What shall become of a Certificate: pure, and the only place that decides. */
export function decide(seen: Seen): CertificateDecision {
  const busy = isTrue(seen.certificate.status?.conditions, 'Issuing');
  return withTimer(seen, busy ? continueIssuing(seen) : rest(seen));
}

function rest(seen: Seen): CertificateDecision {
  const { awaitsSecretSeconds } = seen;
  if (awaitsSecretSeconds !== undefined) {
    return { status: seen.certificate.status ?? {}, actions: [], lookAgainSeconds: awaitsSecretSeconds };
  }
  const status = settled(seen);
  const events = [...informationEvents(seen, status), ...contestEvents(seen)];
  const idle = { status, actions: tidying(seen), events };
  const violation = reasonToIssue(seen);
  if (violation === undefined) return { ...idle, actions: [...idle.actions, ...questions(seen)] };
  if (!seen.ownsSecretName) return idle;
  const seconds = Math.max(restSeconds(seen), secondsToLetBe(seen));
  if (seconds > 0) return { ...idle, lookAgainSeconds: seconds };
  return {
    status: issuing(seen, violation, nextKeyName(seen.certificate)),
    actions: [],
    events: [{ type: 'Normal', reason: 'Issuing', message: violation.message }],
  };
}

/** Told once, when it begins to be a conflict. */
function contestEvents(seen: Seen): readonly EventFact[] {
  const contest = seen.ownsSecretName ? contestOf(seen) : undefined;
  const isTold = isTrue(seen.certificate.status?.conditions, 'Conflict');
  return contest === undefined || isTold ? [] : [{ type: 'Warning', ...contest }];
}

/** What the CA is to be asked about a certificate that is fine. */
function questions(seen: Seen): readonly Action[] {
  const leaf = leafOf(seen.secret);
  const id = leaf && certificateId(leaf);
  if (leaf === undefined || id === undefined || secondsToCheck(seen, leaf) !== 0) return [];
  return [{ do: 'askRenewalInformation', certificateId: id }];
}

/** Nobody tells us when a certificate becomes due or expires: look again then. */
function withTimer(seen: Seen, decision: CertificateDecision): CertificateDecision {
  const patience = secondsOfPatience(seen) ?? 0;
  const moments = [
    ...comingMoments(seen),
    patience,
    secondsOfUnrest(seen),
    decision.lookAgainSeconds ?? 0,
  ].filter((seconds) => seconds > 0);
  return moments.length === 0 ? decision : { ...decision, lookAgainSeconds: Math.min(...moments) };
}

/** Seconds until the certificate in use is due, until its renewal is overdue, and until it has expired. */
function comingMoments(seen: Seen): readonly number[] {
  const { secret, now } = seen;
  const leaf = leafOf(secret);
  if (leaf === undefined) return [];
  const renewal = renewalOf(seen, leaf, informationOf(seen, leaf));
  const afterExpiry = new Date(leaf.notAfter.getTime() + 1000);
  const overdue = overdueFrom(seen.certificate.status ?? {});
  const instants = [renewal, overdue, afterExpiry].flatMap((instant) =>
    instant === undefined ? [] : [(instant.getTime() - now.getTime()) / 1000],
  );
  return [...instants, secondsToCheck(seen, leaf) ?? 0];
}
