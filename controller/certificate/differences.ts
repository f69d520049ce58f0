import { effectiveIssuerRef, effectiveUsages } from '../../api/certificate/defaults.ts';
import type { CertificateSpec, Subject } from '../../api/certificate/certificate.ts';
import type { CertificateRequestSpec } from '../../api/certificate-request/certificate-request.ts';
import { statedDuration } from '../../api/certificate/lifetimes.ts';
import type { SubjectFacts } from '../../pki/name.ts';
import { sameMembers } from '../same-members.ts';
import { canonicalIp } from '../../pki/ip-address.ts';
import type { LeafFacts } from '../secret-facts.ts';
import { saysLiterally } from './literal-subject.ts';
import type { Asked } from './seen.ts';

/**
 * The fields of a Certificate that a request does not say what they say now, under the names upstream shows (sic:
 * `spec.subject.postCodes`). Compared after defaulting both sides: spelling out a default changes nothing.
 */
export function requestDifferences(
  spec: CertificateSpec,
  request: CertificateRequestSpec,
  csr: Asked,
): readonly string[] {
  const differs: Readonly<Record<string, boolean>> = {
    'spec.ipAddresses': !sameAddresses(spec.ipAddresses, csr.ipAddresses),
    'spec.uris': !sameSet(spec.uris, csr.uris),
    'spec.emailAddresses': !sameSet(spec.emailAddresses, csr.emailAddresses),
    'spec.dnsNames': !sameSet(spec.dnsNames, csr.dnsNames),
    'spec.otherNames': spec.otherNames !== undefined && !sameOtherNames(spec.otherNames, csr.otherNames),
    ...(isStated(spec.literalSubject)
      ? { 'spec.literalSubject': !saysLiterally(csr.subjectDer, spec.literalSubject) }
      : subjectDifferences(spec, csr)),
    'spec.isCA': (spec.isCA ?? false) !== (request.isCA ?? false),
    'spec.usages': !sameSet(effectiveUsages(spec), effectiveUsages(request)),
    'spec.duration': !sameDuration(spec.duration, request.duration),
    'spec.issuerRef': !sameIssuer(spec.issuerRef, request.issuerRef),
  };
  return fieldsThatDiffer(differs);
}

/**
 * The fields of a Certificate that an issued certificate does not cover, when there is no request to compare with. Loose
 * on purpose: CAs move names between common name and DNS names, and choose subject, usages and lifetime.
 */
export function certificateDifferences(spec: CertificateSpec, leaf: LeafFacts): readonly string[] {
  const wanted = [...(spec.dnsNames ?? []), ...namesOf(spec.commonName)];
  const present = [...leaf.dnsNames, ...namesOf(leaf.commonName)];
  return fieldsThatDiffer({
    'spec.dnsNames': !isStated(spec.literalSubject) && !sameSet(wanted, present),
    'spec.ipAddresses': !sameAddresses(spec.ipAddresses, leaf.ipAddresses),
    'spec.uris': !sameSet(spec.uris, leaf.uris),
    'spec.emailAddresses': !sameSet(spec.emailAddresses, leaf.emailAddresses),
  });
}

function subjectDifferences(spec: CertificateSpec, csr: Asked): Record<string, boolean> {
  const subject: Subject = spec.subject ?? {};
  const lists: Readonly<Record<string, readonly [keyof Subject, keyof SubjectFacts]>> = {
    'spec.subject.organizations': ['organizations', 'organizations'],
    'spec.subject.countries': ['countries', 'countries'],
    'spec.subject.localities': ['localities', 'localities'],
    'spec.subject.organizationalUnits': ['organizationalUnits', 'organizationalUnits'],
    'spec.subject.postCodes': ['postalCodes', 'postalCodes'],
    'spec.subject.provinces': ['provinces', 'provinces'],
    'spec.subject.streetAddresses': ['streetAddresses', 'streetAddresses'],
  };
  return {
    'spec.commonName': (spec.commonName ?? '') !== (csr.commonName ?? ''),
    'spec.subject.serialNumber': (subject.serialNumber ?? '') !== (csr.subject.serialNumber ?? ''),
    ...Object.fromEntries(
      Object.entries(lists).map(([field, [wanted, present]]) => [
        field,
        !sameSet(asList(subject[wanted]), asList(csr.subject[present])),
      ]),
    ),
  };
}

function fieldsThatDiffer(differs: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.keys(differs).filter((field) => differs[field]);
}

function asList(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' || value === undefined ? [] : value;
}

function sameSet(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return sameMembers(one, other);
}

function sameAddresses(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return sameSet(one.map(canonicalAddress), other.map(canonicalAddress));
}

/** `2001:DB8:0::1` and `2001:db8::1` are one address (RFC 5952). */
function canonicalAddress(text: string): string {
  return canonicalIp(text) ?? text;
}

type OtherNames = readonly { readonly oid?: string; readonly utf8Value?: string }[];

function sameOtherNames(one: OtherNames, other: OtherNames): boolean {
  const text = ({ oid = '', utf8Value = '' }: OtherNames[number]): string => `${oid}=${utf8Value}`;
  return sameSet(one.map(text), other.map(text));
}

/** A request without a duration is what an older Certificate without one made; the issuer decided. */
function sameDuration(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  return statedDuration(one) === statedDuration(other) && statedDuration(one) !== undefined;
}

function sameIssuer(one: CertificateSpec['issuerRef'], other: CertificateSpec['issuerRef']): boolean {
  const [wanted, present] = [effectiveIssuerRef(one), effectiveIssuerRef(other)];
  return wanted.name === present.name && wanted.kind === present.kind && wanted.group === present.group;
}

function isStated(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function namesOf(commonName: string | undefined): readonly string[] {
  return isStated(commonName) ? [commonName] : [];
}
