import type { CertificateRequestStatus } from '../../api/certificate-request/certificate-request.ts';
import { type Condition, findCondition, isTrue, rfc3339, withCondition } from '../../api/conditions.ts';
import { withGeneration } from '../conditions.ts';
import type { Seen } from './seen.ts';

type Status = CertificateRequestStatus;

/** The status as it is stored, approved by us where that is our part. */
export function approvedStatus(seen: Seen): Status {
  const status = seen.request.status ?? {};
  if (!seen.autoApprove || isTrue(status.conditions, 'Approved')) return status;
  const message = 'Certificate request has been approved by cert-manager.io';
  return saying(seen, status, { type: 'Approved', status: 'True', reason: 'cert-manager.io', message });
}

export function denied(seen: Seen): Status {
  const message = 'The CertificateRequest was denied by an approval controller';
  return final(seen, seen.request.status ?? {}, 'Denied', message);
}

export function pending(seen: Seen, message: string): Status {
  return saying(seen, approvedStatus(seen), { type: 'Ready', status: 'False', reason: 'Pending', message });
}

export function failed(seen: Seen, message: string): Status {
  return final(seen, approvedStatus(seen), 'Failed', message);
}

/** @param certificate and `ca` in PEM */
export function issued(seen: Seen, certificate: string, ca: string | undefined): Status {
  const status = {
    ...approvedStatus(seen),
    certificate: Buffer.from(certificate).toString('base64'),
    ...(ca === undefined ? {} : { ca: Buffer.from(ca).toString('base64') }),
  };
  const message = 'Certificate fetched from issuer successfully';
  return saying(seen, status, { type: 'Ready', status: 'True', reason: 'Issued', message });
}

/** Nothing will change it any more. */
export function isFinal(status: Status | undefined): boolean {
  const reason = findCondition(status?.conditions, 'Ready')?.reason;
  return reason === 'Issued' || reason === 'Failed' || reason === 'Denied';
}

function final(seen: Seen, status: Status, reason: 'Failed' | 'Denied', message: string): Status {
  const failureTime = status.failureTime ?? rfc3339(seen.now);
  return saying(seen, { ...status, failureTime }, { type: 'Ready', status: 'False', reason, message });
}

/** Conditions of requests carry no generation; the status as a whole does. */
function saying(seen: Seen, status: Status, wanted: Omit<Condition, 'lastTransitionTime'>): Status {
  const conditions = [...withCondition(status.conditions, wanted, seen.now)];
  return withGeneration(seen.request, { ...status, conditions });
}
