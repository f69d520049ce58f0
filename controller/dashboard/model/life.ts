import type { CertificateRequest } from '../../../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../../../api/certificate/certificate.ts';
import { findCondition, isTrue } from '../../../api/conditions.ts';
import { overdueFrom } from '../../certificate/standing.ts';
import { requestsOf, revisionOf } from './chain.ts';
import type { NextTry } from './next-try.ts';
import { instants } from './summary.ts';
import type { View } from './view.ts';

/** One issuance that was tried, as far as its request is still there. */
export interface Attempt {
  readonly at: Date;
  readonly revision: number;
  readonly outcome: 'issued' | 'failed' | 'denied' | 'pending';
  readonly name: string;
  readonly words: string;
}

/** The instants in the life of a certificate; those that are not there yet are left out. */
export interface Life {
  readonly now: Date;
  /** Of the Certificate, not of what was issued for it. */
  readonly created?: Date;
  readonly notBefore?: Date;
  readonly renewal?: Date;
  /** From when a renewal that has not come is told of as overdue. */
  readonly overdueFrom?: Date;
  readonly notAfter?: Date;
  readonly lastFailure?: Date;
  readonly nextRetry?: Date;
  /** The newest first. */
  readonly attempts: readonly Attempt[];
}

/** @param next of the same Certificate */
export function lifeOf(view: View, certificate: Certificate, next: NextTry): Life {
  const { metadata, status = {} } = certificate;
  const overdue = overdueFrom(status);
  return {
    now: view.now,
    ...(metadata.creationTimestamp !== undefined && { created: new Date(metadata.creationTimestamp) }),
    ...instants(status),
    ...(overdue && { overdueFrom: overdue }),
    ...(status.lastFailureTime !== undefined && { lastFailure: new Date(status.lastFailureTime) }),
    ...(next.is === 'at' && next.what === 'retry' && { nextRetry: next.at }),
    attempts: requestsOf(view.stores, certificate).map(attemptOf),
  };
}

function attemptOf(request: CertificateRequest): Attempt {
  const { metadata, status } = request;
  const outcome = outcomeOf(request);
  const told = findCondition(status?.conditions, outcome === 'denied' ? 'Denied' : 'Ready');
  return {
    at: new Date(status?.failureTime ?? metadata.creationTimestamp ?? 0),
    revision: revisionOf(request),
    outcome,
    name: metadata.name ?? '',
    words: told?.message ?? '',
  };
}

function outcomeOf({ status }: CertificateRequest): Attempt['outcome'] {
  if (isTrue(status?.conditions, 'Denied')) return 'denied';
  if (isTrue(status?.conditions, 'InvalidRequest')) return 'failed';
  const reason = findCondition(status?.conditions, 'Ready')?.reason;
  if (reason === 'Issued') return 'issued';
  return reason === 'Failed' ? 'failed' : 'pending';
}
