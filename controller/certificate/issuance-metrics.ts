import { Counter, Histogram, type Registry } from '@prometheus-io/client';

import type { Certificate, CertificateStatus } from '../../api/certificate/certificate.ts';
import { effectiveIssuerRef } from '../../api/certificate/defaults.ts';
import { type Condition, findCondition } from '../../api/conditions.ts';
import { secondsBetween } from '../../runtime/clock.ts';
import { createBoundedLabel, wordOr } from '../../runtime/label-value.ts';

/** How an issuance ended. */
export type IssuanceEnd =
  /** `seconds`: since it was said to have begun. */
  | { readonly outcome: 'issued'; readonly seconds: number }
  /** `reason`: of the Issuing condition. */
  | { readonly outcome: 'failed'; readonly reason: string };

/** @returns how an issuance ended with this step from one status to the next; `undefined` when none did */
export function endOfIssuance(
  before: CertificateStatus | undefined,
  after: CertificateStatus,
  now: Date,
): IssuanceEnd | undefined {
  if (hasGrown(before?.failedIssuanceAttempts, after.failedIssuanceAttempts)) {
    return { outcome: 'failed', reason: findCondition(after.conditions, 'Issuing')?.reason ?? '' };
  }
  if (!hasGrown(before?.revision, after.revision)) return undefined;
  const issuing = findCondition(before?.conditions, 'Issuing');
  return issuing?.status === 'True' ? { outcome: 'issued', seconds: secondsSince(issuing, now) } : undefined;
}

function secondsSince({ lastTransitionTime }: Condition, now: Date): number {
  return lastTransitionTime === undefined
    ? 0
    : Math.max(0, secondsBetween(new Date(lastTransitionTime), now));
}

function hasGrown(before = 0, after = 0): boolean {
  return after > before;
}

/** Told of every status of a Certificate that was written. */
export type CountIssuance = (before: Certificate, after: CertificateStatus, now: Date) => void;

/** An issuer of each kind, and then some: namespaces with Issuers of their own names come and go. */
const mostIssuers = 500;

/** Counts how issuances end, by issuer; the namespace is left out, for there are more of them than one can count. */
export function createIssuanceMetrics(registry: Registry): CountIssuance {
  const registers = [registry];
  const names = createBoundedLabel(mostIssuers);
  const ends = new Counter({
    name: 'certloom_issuances_total',
    help: 'Issuances that ended, by issuer, outcome (issued, failed) and, of those that failed, the reason.',
    labelNames: ['issuer_name', 'issuer_kind', 'issuer_group', 'outcome', 'reason'],
    registers,
  });
  const durations = new Histogram({
    name: 'certloom_issuance_duration_seconds',
    help: 'Seconds from the decision to issue until the certificate was in its Secret, by kind of issuer.',
    labelNames: ['issuer_kind', 'issuer_group'],
    buckets: [1, 2, 5, 10, 30, 60, 120, 300, 900, 3600],
    registers,
  });
  return ({ spec, status }, after, now) => {
    const end = endOfIssuance(status, after, now);
    if (end === undefined) return;
    const { name, kind, group } = effectiveIssuerRef(spec.issuerRef);
    const issuer = { issuer_kind: kind, issuer_group: group };
    const reason = end.outcome === 'failed' ? wordOr(end.reason, 'Unknown') : '';
    ends.inc({ ...issuer, issuer_name: names(name), outcome: end.outcome, reason });
    if (end.outcome === 'issued') durations.observe(issuer, end.seconds);
  };
}
