import type { CertificateRequestStatus } from '../../api/certificate-request/certificate-request.ts';
import { Failure } from '../../api/failure.ts';
import { decodeCertificate } from '../../pki/certificate.ts';
import type { EventFact } from '../../runtime/reconcile.ts';
import type { SignOutcome, SignRequest } from '../issuer/signer.ts';
import type { Action, Seen } from './seen.ts';
import { failed, issued, pending } from './status.ts';

/** Writes an event about the request. */
type Tell = (event: EventFact) => void;

export async function act(
  action: Action,
  seen: Seen,
  tell: Tell,
): Promise<Partial<CertificateRequestStatus> | undefined> {
  switch (action.do) {
    case 'tell':
      tell({ type: 'Normal', reason: action.reason, message: action.message });
      return undefined;
    case 'announce': {
      const message = withSigner(seen, ({ signer, wanted }) => signer.announce?.(wanted));
      return message === undefined ? undefined : pending(seen, message);
    }
    case 'sign': {
      const outcome = await withSigner(seen, ({ signer, wanted }) => signer.sign(wanted));
      return outcome === undefined ? undefined : statusFor(outcome, seen, tell);
    }
    default:
      return action satisfies never;
  }
}

interface Signing {
  readonly signer: NonNullable<Seen['signer']>;
  readonly wanted: SignRequest;
}

function withSigner<T>({ issuer, signer, request, now }: Seen, use: (signing: Signing) => T): T | undefined {
  if (issuer.is !== 'found' || signer === undefined) return undefined;
  const { kind, resourceNamespace } = issuer;
  return use({ signer, wanted: { request, issuer: issuer.issuer, kind, resourceNamespace, now } });
}

function statusFor(outcome: SignOutcome, seen: Seen, tell: Tell): CertificateRequestStatus {
  switch (outcome.is) {
    case 'issued':
      return statusForIssued(outcome, seen, tell);
    case 'pending': {
      if (isNews(seen)) tell({ type: 'Normal', reason: outcome.reason, message: outcome.message });
      return pending(seen, outcome.message);
    }
    case 'failed':
      return fail(outcome.reason, outcome.message, seen, tell);
    default:
      return outcome satisfies never;
  }
}

/** What was announced stands on the condition already; so does what the request waited for before. */
function isNews({ request, signer }: Seen): boolean {
  if (signer?.announce !== undefined) return false;
  return request.status?.conditions?.every(({ reason }) => reason !== 'Pending') ?? true;
}

function statusForIssued(
  { certificate, ca, events = [] }: Extract<SignOutcome, { is: 'issued' }>,
  seen: Seen,
  tell: Tell,
): CertificateRequestStatus {
  try {
    decodeCertificate(certificate);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return fail('DecodeError', `Failed to decode returned certificate: ${error.message}`, seen, tell);
  }
  for (const event of events) tell(event);
  return issued(seen, certificate, ca);
}

function fail(reason: string, message: string, seen: Seen, tell: Tell): CertificateRequestStatus {
  tell({ type: 'Warning', reason, message });
  return failed(seen, message);
}
