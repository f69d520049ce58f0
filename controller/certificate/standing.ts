import type { CertificateStatus } from '../../api/certificate/certificate.ts';
import { type Condition, findCondition, isTrue, withoutCondition } from '../../api/conditions.ts';
import { withConditionOf } from '../conditions.ts';
import { contestOf } from './contest.ts';
import type { Violation } from './policies.ts';
import type { Seen } from './seen.ts';

/**
 * Puts in the conditions that are true only while something is out of the ordinary, and are left out otherwise:
 *
 * - `Conflict`: another Certificate owns the Secret, or somebody else writes it too;
 * - `RenewalOverdue`: half of the time between renewal and expiry is over;
 * - `Reconciling` and `Stalled`, by which tools that wait (kstatus, and so Flux) tell work from failure. While the
 *   certificate in use is good neither is said of its renewal.
 *
 * What a status said before our time is left in its own words: until something changes, none of this causes a write.
 *
 * @param status with `Ready`, `Issuing` and times as they shall be
 */
export function withStanding(seen: Seen, status: CertificateStatus): CertificateStatus {
  const stalled = reasonStalled(seen, status);
  const wanted: readonly (readonly [type: string, because: Violation | undefined])[] = [
    ['Conflict', conflictOf(seen)],
    ['RenewalOverdue', overdueOf(seen, status)],
    ['Reconciling', stalled === undefined ? reasonReconciling(seen, status) : undefined],
    ['Stalled', stalled],
  ];
  const after = wanted.reduce(
    (before, [type, because]) =>
      because === undefined ? without(before, type) : set(seen, before, type, because),
    status,
  );
  return stalled === undefined ? after : withCause(seen, after, stalled);
}

function set(seen: Seen, status: CertificateStatus, type: string, because: Violation): CertificateStatus {
  return withConditionOf(seen.certificate, status, { type, status: 'True', ...because }, seen.now);
}

function without(status: CertificateStatus, type: string): CertificateStatus {
  if (findCondition(status.conditions, type) === undefined) return status;
  return { ...status, conditions: [...withoutCondition(status.conditions, type)] };
}

function conflictOf(seen: Seen): Violation | undefined {
  const { secretNameOwner, certificate } = seen;
  if (secretNameOwner === undefined) return contestOf(seen);
  const { secretName } = certificate.spec;
  return {
    reason: 'SecretNameTaken',
    message: `Secret "${secretName}" belongs to Certificate "${secretNameOwner}", which names it too: give one of them another spec.secretName`,
  };
}

/**
 * When a renewal that has not come is overdue: half way between its time and expiry.
 *
 * @returns `undefined` when the certificate in use is none, or is never renewed
 */
export function overdueFrom({ renewalTime, notAfter }: CertificateStatus): Date | undefined {
  if (renewalTime === undefined || notAfter === undefined) return undefined;
  const [due, end] = [Date.parse(renewalTime), Date.parse(notAfter)];
  return new Date(due + (end - due) / 2);
}

function overdueOf({ now, issuer }: Seen, status: CertificateStatus): Violation | undefined {
  const from = overdueFrom(status);
  if (from === undefined || now < from || !isTrue(status.conditions, 'Ready')) return undefined;
  const when = `Renewal was due at ${status.renewalTime}, and the certificate expires at ${status.notAfter}: `;
  const failure = failureOf(status)?.message ?? failureToldBefore(status, when);
  if (failure !== undefined) return { reason: 'RenewalFailed', message: `${when}${failure}` };
  return { reason: 'NotIssued', message: `${when}${issuer.obstacle ?? 'it has not been issued yet'}` };
}

/** While a further attempt is under way, the failure of the one before is still what people should know. */
function failureToldBefore({ conditions }: CertificateStatus, when: string): string | undefined {
  const told = findCondition(conditions, 'RenewalOverdue');
  const { reason, message = '' } = told ?? {};
  return reason === 'RenewalFailed' && message.startsWith(when) ? message.slice(when.length) : undefined;
}

/** Nobody does anything about it for now, or not for long enough. */
function reasonStalled(seen: Seen, status: CertificateStatus): Violation | undefined {
  const conflict = conflictOf(seen);
  if (conflict !== undefined && !isTrue(status.conditions, 'Ready')) return conflict;
  const overdue = overdueOf(seen, status);
  if (overdue !== undefined) return overdue;
  const failure = failureOf(status);
  if (isTrue(status.conditions, 'Ready') || failure === undefined) return undefined;
  return isOurs(seen, status) ? { reason: failure.reason ?? '', message: failure.message ?? '' } : undefined;
}

/** The attempt that failed last, unless another one is under way. */
function failureOf({ conditions, lastFailureTime }: CertificateStatus): Condition | undefined {
  const issuing = findCondition(conditions, 'Issuing');
  return issuing?.status === 'False' && lastFailureTime !== undefined ? issuing : undefined;
}

/** The failure, or that it matters now because the certificate in use is no good any more, is told by us. */
function isOurs({ certificate }: Seen, status: CertificateStatus): boolean {
  const before = certificate.status ?? {};
  const isNew =
    before.lastFailureTime !== status.lastFailureTime ||
    before.failedIssuanceAttempts !== status.failedIssuanceAttempts;
  return isNew || isTrue(before.conditions, 'Stalled') || isTrue(before.conditions, 'Ready');
}

function reasonReconciling({ certificate }: Seen, status: CertificateStatus): Violation | undefined {
  const issuing = findCondition(status.conditions, 'Issuing');
  if (issuing?.status !== 'True' || isTrue(status.conditions, 'Ready')) return undefined;
  const before = certificate.status?.conditions;
  const isOurs = !isTrue(before, 'Issuing') || isTrue(before, 'Reconciling') || isTrue(before, 'Ready');
  return isOurs ? { reason: issuing.reason ?? '', message: issuing.message ?? '' } : undefined;
}

/** `Ready` is what most tools show: what stands in the way belongs there, in the words of whoever refused. */
function withCause(seen: Seen, status: CertificateStatus, { message }: Violation): CertificateStatus {
  const ready = findCondition(status.conditions, 'Ready');
  if (ready?.status !== 'False') return status;
  const what = (ready.message ?? '').replace(/^Issuing certificate as /, '').replace(/\.$/, '');
  const { reason = '' } = ready;
  const wanted = { type: 'Ready', status: 'False', reason, message: `${what}. ${message}` } as const;
  return withConditionOf(seen.certificate, status, wanted, seen.now);
}

/** How long an issuance may be held up before people are told by what: most obstacles pass at once. */
const patienceSeconds = 5;

const waitingFor = '. Waiting: ';

/** While it issues: says on `Issuing` what it waits for, where that takes long. */
export function withObstacle(seen: Seen, status: CertificateStatus): CertificateStatus {
  const issuing = findCondition(status.conditions, 'Issuing');
  if (issuing === undefined || !isTrue(status.conditions, 'Reconciling')) return status;
  const [why = ''] = (issuing.message ?? '').split(waitingFor);
  const told = seen.issuer.obstacle !== undefined && secondsOfPatience(seen) === 0;
  const message = told ? `${why}${waitingFor}${seen.issuer.obstacle}` : why;
  return set(seen, status, 'Issuing', { reason: issuing.reason ?? '', message });
}

/** @returns until when to wait before people are told of an obstacle; `undefined` when there is none */
export function secondsOfPatience({ certificate, now, issuer }: Seen): number | undefined {
  const since = findCondition(certificate.status?.conditions, 'Reconciling')?.lastTransitionTime;
  if (issuer.obstacle === undefined || since === undefined) return undefined;
  return Math.max(0, patienceSeconds - (now.getTime() - Date.parse(since)) / 1000);
}
