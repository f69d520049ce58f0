import { requestAnnotations } from '../../api/annotations.ts';
import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import { findCondition, isTrue } from '../../api/conditions.ts';
import { Failure } from '../../api/failure.ts';
import { type CsrReading, decodeCsr } from '../../pki/csr.ts';
import { leafFacts, sha256 } from '../read-secret.ts';
import type { LeafFacts, Unreadable } from '../secret-facts.ts';
import type { Asked, RequestFacts, RequestState } from './seen.ts';

/** Objects of the store never change, so what was read of one holds as long as it is there. */
const known = new WeakMap<CertificateRequest, RequestFacts>();

/** Reads a request once, however often its Certificate is looked at. */
export function requestFacts(object: CertificateRequest): RequestFacts {
  const before = known.get(object);
  if (before !== undefined) return before;
  const facts = read(object);
  known.set(object, facts);
  return facts;
}

function read(object: CertificateRequest): RequestFacts {
  const state = stateOf(object);
  // the issuer has checked it; and there is one such request for each certificate there is
  const signature = state.is === 'issued' ? ({ signature: 'was checked' } as const) : {};
  return {
    object,
    name: object.metadata.name ?? '',
    revision: revisionOf(object),
    csr: readable(() => askedBy(object.spec.request, signature)),
    state,
  };
}

function askedBy(request: string, signature: CsrReading): Asked {
  const csr = decodeCsr(Buffer.from(request, 'base64'), signature);
  // by name, since some members are made anew each time they are read
  const { subjectDer, subject, spkiDigest, commonName, keyUsages, extKeyUsageOids, isCa } = csr;
  const { dnsNames, ipAddresses, emailAddresses, uris, otherNames } = csr;
  return {
    subject,
    spkiDigest,
    dnsNames,
    ipAddresses,
    emailAddresses,
    uris,
    otherNames,
    ...(commonName !== undefined && { commonName }),
    ...(keyUsages && { keyUsages }),
    ...(extKeyUsageOids && { extKeyUsageOids }),
    ...(isCa !== undefined && { isCa }),
    // a view would keep all that it is a view of
    subjectDer: Buffer.from(new Uint8Array(subjectDer).buffer),
  };
}

function revisionOf({ metadata }: CertificateRequest): number | undefined {
  const text = metadata.annotations?.[requestAnnotations.certificateRevision] ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Denied and refused come before whatever Ready says; a request is pending until its issuer has spoken. */
function stateOf(object: CertificateRequest): RequestState {
  const { conditions, certificate } = object.status ?? {};
  for (const type of ['Denied', 'InvalidRequest'] as const) {
    if (isTrue(conditions, type)) return failure(object, type);
  }
  const reason = findCondition(conditions, 'Ready')?.reason;
  if (reason === 'Failed') return failure(object, 'Ready');
  if (reason !== 'Issued') return { is: 'pending' };
  return issued(certificate ?? '');
}

/** What was issued is looked at until it is stored, and by nobody after that. */
function issued(certificate: string): RequestState {
  const pem = (): Buffer => Buffer.from(certificate, 'base64');
  let leaf: LeafFacts | Unreadable | undefined;
  return {
    is: 'issued',
    get leaf() {
      return (leaf ??= readable(() => leafFacts(pem())));
    },
    get digest() {
      return sha256(pem());
    },
  };
}

function failure({ metadata, status }: CertificateRequest, type: string): RequestState {
  const { reason = type, message = '', lastTransitionTime } = findCondition(status?.conditions, type) ?? {};
  const told = new Date(status?.failureTime ?? lastTransitionTime ?? 0);
  const made = new Date(metadata.creationTimestamp ?? 0);
  return { is: 'failed', reason, message, at: told > made ? told : made };
}

function readable<Facts>(decode: () => Facts): Facts | Unreadable {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { error: error.message };
  }
}
