import type { Certificate } from '../api/certificate/certificate.ts';
import type { CertificateCandidate, LiteralSubject } from '../api/certificate/candidate.ts';
import type {
  CertificateRequestCandidate,
  DecodedRequest,
  RequestedNames,
} from '../api/certificate-request/candidate.ts';
import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import { effectiveUsages } from '../api/certificate/defaults.ts';
import { Failure } from '../api/failure.ts';
import type { Decoders } from '../api/judge.ts';
import { type CsrFacts, decodeCsr } from './csr.ts';
import { commonNameOf, parseDistinguishedName } from './subject.ts';
import { usagesFor } from './usages.ts';

function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}

function readLiteralSubject(text: string): LiteralSubject {
  try {
    const commonName = commonNameOf(parseDistinguishedName(text));
    return commonName === undefined ? {} : { commonName };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** What rules about Certificates look at. */
export function certificateCandidate(certificate: Certificate): CertificateCandidate {
  const text: unknown = certificate.spec.literalSubject;
  return typeof text === 'string' && text !== ''
    ? { certificate, literalSubject: readLiteralSubject(text) }
    : { certificate };
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}

/** How the usages of the CSR differ from those asked for; a CSR without either extension asks for nothing. */
function usagesDiffer(csr: CsrFacts, { spec }: CertificateRequest): string | undefined {
  if (csr.keyUsages === undefined && csr.extKeyUsageOids === undefined) return undefined;
  const wanted = usagesFor(effectiveUsages(spec), spec.isCA ?? false);
  const { keyUsages = [], extKeyUsageOids = [] } = csr;
  if (!sameSet(keyUsages, wanted.keyUsages)) {
    return `csr has key usages [${keyUsages.join(', ')}], spec.usages and spec.isCA ask for [${wanted.keyUsages.join(', ')}]`;
  }
  if (!sameSet(extKeyUsageOids, wanted.extKeyUsageOids)) {
    return `csr has extended key usages [${extKeyUsageOids.join(', ')}], spec.usages asks for [${wanted.extKeyUsageOids.join(', ')}]`;
  }
  return undefined;
}

/** An empty Name is a sequence of nothing: two bytes. */
const emptyNameBytes = 2;

function namesOf(csr: CsrFacts): RequestedNames {
  const { commonName, dnsNames, ipAddresses, emailAddresses, uris, otherNames, subjectDer } = csr;
  return {
    ...(commonName !== undefined && { commonName }),
    dnsNames,
    ipAddresses,
    emailAddresses,
    uris,
    otherNames: otherNames.map(({ oid }) => oid),
    hasSubject: subjectDer.length > emptyNameBytes,
  };
}

function readRequest(request: CertificateRequest): DecodedRequest {
  const base64: unknown = request.spec.request;
  try {
    const csr = decodeCsr(Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64'));
    const differing = usagesDiffer(csr, request);
    return {
      ...(csr.isCa !== undefined && { isCa: csr.isCa }),
      ...(differing !== undefined && { usagesDiffer: differing }),
      names: namesOf(csr),
    };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** What rules about new CertificateRequests look at. */
export function requestCandidate(request: CertificateRequest): CertificateRequestCandidate {
  return { request, decoded: readRequest(request) };
}

/** Both together, as `judgedKinds` (api/judge.ts) wants them. */
export const decoders: Decoders = { certificate: certificateCandidate, request: requestCandidate };
