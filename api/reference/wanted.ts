import type { CertificateRequestCandidate } from '../certificate-request/candidate.ts';
import type { CertificateRequest } from '../certificate-request/certificate-request.ts';
import type { CertificateCandidate } from '../certificate/candidate.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { issuerReferenceOf } from '../issuer-reference.ts';
import type { IssuerRef } from '../references.ts';
import type { Violation } from '../rule.ts';

export type NameType = 'dns' | 'ip' | 'email' | 'uri';

/** A name that a certificate is wanted for, and the field that it stands in. */
export interface WantedName {
  readonly field: string;
  readonly type: NameType;
  readonly name: string;
}

/** A certificate that somebody asks an issuer for, be it by a Certificate or by a CertificateRequest. */
export interface Wanted {
  readonly object: Certificate | CertificateRequest;
  readonly issuerRef: Required<IssuerRef>;
  readonly commonName: Omit<WantedName, 'type'> | undefined;
  readonly names: readonly WantedName[];
  /** Whether the subject will hold anything. */
  readonly hasSubject: boolean;
  /** Fields with what is neither a DNS name nor an IP address. */
  readonly others: readonly string[];
  readonly duration: string | undefined;
}

const lists = [
  ['dnsNames', 'dns'],
  ['ipAddresses', 'ip'],
  ['emailAddresses', 'email'],
  ['uris', 'uri'],
] as const;

/** Fields of a Certificate that no ACME order can hold. */
function othersOf({ spec }: Certificate): readonly string[] {
  const stated = (['emailAddresses', 'uris', 'otherNames'] as const).filter(
    (name) => (spec[name] ?? []).length > 0,
  );
  const members = Object.keys(spec.subject ?? {}).map((name) => `subject.${name}`);
  return [...stated, ...(spec.isCA === true ? ['isCA'] : []), ...members].map((name) => `spec.${name}`);
}

function commonNameOf({ certificate: { spec }, literalSubject }: CertificateCandidate): Wanted['commonName'] {
  if (spec.commonName) return { field: 'spec.commonName', name: spec.commonName };
  const name = literalSubject && 'commonName' in literalSubject ? literalSubject.commonName : undefined;
  return name ? { field: 'spec.literalSubject', name } : undefined;
}

export function wantedByCertificate(candidate: CertificateCandidate): Wanted {
  const { certificate } = candidate;
  const { spec } = certificate;
  return {
    object: certificate,
    issuerRef: issuerReferenceOf(certificate),
    commonName: commonNameOf(candidate),
    names: lists.flatMap(([list, type]) =>
      (spec[list] ?? []).map((name, index) => ({ field: `spec.${list}[${index}]`, type, name })),
    ),
    hasSubject:
      Boolean(spec.commonName) || Boolean(spec.literalSubject) || Object.keys(spec.subject ?? {}).length > 0,
    others: othersOf(certificate),
    duration: spec.duration,
  };
}

/** @returns `undefined` when the CSR cannot be read: that is told by itself */
export function wantedByRequest({ request, decoded }: CertificateRequestCandidate): Wanted | undefined {
  if ('error' in decoded || decoded.names === undefined) return undefined;
  const { names } = decoded;
  const field = 'spec.request';
  const hasOthers = [names.emailAddresses, names.uris, names.otherNames].some((list) => list.length > 0);
  return {
    object: request,
    issuerRef: issuerReferenceOf(request),
    commonName: names.commonName ? { field, name: names.commonName } : undefined,
    names: lists.flatMap(([list, type]) => names[list].map((name) => ({ field, type, name }))),
    hasSubject: names.hasSubject,
    others: hasOthers || request.spec.isCA === true ? [field] : [],
    duration: request.spec.duration,
  };
}

/** The DNS names and IP addresses: what an ACME order can hold. */
export function identifiersOf({ names }: Wanted): readonly WantedName[] {
  return names.filter(({ type }) => type === 'dns' || type === 'ip');
}

/** Something is wrong with one name. */
export function wrongName({ field, name }: Omit<WantedName, 'type'>, detail: string): Violation {
  return { field, kind: 'Invalid', value: name, detail };
}
