import type {
  CertificateRequestCandidate,
  DecodedRequest,
  RequestedNames,
} from '../api/certificate-request/candidate.ts';
import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import { effectiveUsages } from '../api/certificate/defaults.ts';
import { Failure } from '../api/failure.ts';
import type { DecodedOrder, OrderCandidate } from '../api/order/candidate.ts';
import type { Order } from '../api/order/order.ts';
import { type CsrFacts, decodeCsr } from './csr.ts';
import { unnamedKinds } from './subject-alt-names.ts';
import { usagesFor } from './usages.ts';
import { writePem } from './pem.ts';

function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
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

function weakKeyOf({ publicKey }: CsrFacts): string | undefined {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? Infinity;
  return bits < 2048 ? `RSA of ${bits} bits` : undefined;
}

/** What is odd about the text that a CSR stands in. */
function wrappingOf(text: string): string | undefined {
  const label = /^-----BEGIN ([^\r\n]*?)-----/m.exec(text)?.[1];
  if (label !== 'CERTIFICATE REQUEST') return `the label ${(label ?? '').slice(0, 30)}`;
  return /^-----BEGIN [^-]+-----[^-]*-----END [^-]+-----$/.test(text.trim())
    ? undefined
    : 'text around the block';
}

function oddities(csr: CsrFacts, text: string): object {
  const hidden = [...unnamedKinds(csr.sanDer), ...(csr.nameConstraintsDer ? ['name constraints'] : [])];
  const weakKey = weakKeyOf(csr);
  const wrapping = wrappingOf(text);
  return {
    ...(hidden.length > 0 && { hidden }),
    ...(weakKey !== undefined && { weakKey }),
    ...(wrapping !== undefined && { wrapping }),
  };
}

function bytesOf(base64: unknown): Buffer {
  return Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64');
}

function readRequest(request: CertificateRequest): DecodedRequest {
  const bytes = bytesOf(request.spec.request);
  try {
    const csr = decodeCsr(bytes);
    const differing = usagesDiffer(csr, request);
    return {
      ...(csr.isCa !== undefined && { isCa: csr.isCa }),
      ...(differing !== undefined && { usagesDiffer: differing }),
      ...oddities(csr, bytes.toString('latin1')),
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

/** A DER sequence; PEM is text. */
const derSequence = 0x30;

function readOrder(base64: unknown): DecodedOrder {
  const bytes = bytesOf(base64);
  try {
    const csr = decodeCsr(bytes[0] === derSequence ? writePem('CERTIFICATE REQUEST', bytes) : bytes);
    const { commonName, dnsNames, ipAddresses } = csr;
    return { identifiers: [...(commonName === undefined ? [] : [commonName]), ...dnsNames, ...ipAddresses] };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** What rules about new Orders look at. */
export function orderCandidate(order: Order): OrderCandidate {
  return { order, decoded: readOrder(order.spec.request) };
}
