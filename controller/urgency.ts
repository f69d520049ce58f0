import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../api/certificate/certificate.ts';
import { isTrue } from '../api/conditions.ts';
import type { Urgency } from '../runtime/lanes.ts';
import { isFinal } from './certificate-request/status.ts';
import { controllerUid } from './owner.ts';
import type { Stores } from './wiring.ts';

/**
 * Who has no certificate that works comes before who has one and renews it, and what is under way before what is not begun:
 * of five hundred that were made at once, the first are ready early, and a new one does not wait for five hundred renewals.
 */
export function certificateUrgency(certificate: Certificate | undefined): Urgency {
  const conditions = certificate?.status?.conditions;
  const works = isTrue(conditions, 'Ready');
  const busy = isTrue(conditions, 'Issuing');
  if (works) return busy ? 2 : 3;
  return busy ? 0 : 1;
}

/** As urgent as its Certificate; one that is not of a Certificate has somebody waiting for it. */
export function requestUrgency(
  request: CertificateRequest | undefined,
  { certificates }: Pick<Stores, 'certificates'>,
): Urgency {
  if (request === undefined || isFinal(request.status ?? {})) return 3;
  const [certificate] = certificates.by('uid', controllerUid(request) ?? '');
  return isTrue(certificate?.status?.conditions, 'Ready') ? 2 : 0;
}
