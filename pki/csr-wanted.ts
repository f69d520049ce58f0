import type { CertificateSpec, SignatureAlgorithm } from '../api/certificate/certificate.ts';
import { TerminalFailure } from '../api/failure.ts';
import { isObjectIdentifier } from './der-write.ts';
import type { Extension } from './extensions.ts';
import { canonicalIp } from './ip-address.ts';
import { nameConstraintsExtension } from './name-constraints.ts';
import { nameFrom } from './name.ts';
import { quoted } from './quoted.ts';
import { commonNameOf, parseDistinguishedName, type Rdn } from './subject.ts';
import type { OtherName, SubjectAltNames } from './subject-alt-names.ts';
import { isEncodableUri } from './uri.ts';
import { usagesFor, type Usages } from './usages.ts';

/** The feature gates that change what goes into a CSR. */
export interface CsrGates {
  /** LiteralCertificateSubject */
  readonly literalSubject: boolean;
  /** OtherNames */
  readonly otherNames: boolean;
  /** NameConstraints */
  readonly nameConstraints: boolean;
  /** UseCertificateRequestBasicConstraints */
  readonly basicConstraints: boolean;
}

/** The gates' defaults in cert-manager 1.21. */
export const defaultCsrGates: CsrGates = {
  literalSubject: true,
  otherNames: true,
  nameConstraints: true,
  basicConstraints: false,
};

/** Everything a CSR says, checked and ready to be encoded. */
export interface CsrWanted extends SubjectAltNames {
  /** Most specific first, as RFC 4514 writes them. */
  readonly subject: readonly Rdn[];
  /** Left out when `spec.encodeUsagesInRequest` is false. */
  readonly usages?: Usages;
  /** Left out when basic constraints are not to be in the CSR. */
  readonly isCa?: boolean;
  readonly nameConstraints?: Extension;
  /** Chosen by the key when left out. */
  readonly signatureAlgorithm?: SignatureAlgorithm;
}

function failure(message: string): TerminalFailure {
  return new TerminalFailure('InvalidSpec', message);
}

/** Every entry of a list as it is encoded; the failure names the one that cannot be. */
function checked(
  list: readonly string[] | undefined,
  field: string,
  mustBe: string,
  encodable: (entry: string) => string | undefined,
): readonly string[] {
  return (list ?? []).map((entry, index) => {
    const encoded = encodable(entry);
    if (encoded !== undefined) return encoded;
    throw failure(`${field}[${index}]: ${quoted(entry)} must be ${mustBe}`);
  });
}

/** What an IA5String can hold; control characters and the empty string are never meant. */
function ascii(text: string): string | undefined {
  return /^[ -~]+$/.test(text) ? text : undefined;
}

function otherNamesFrom({ otherNames = [] }: CertificateSpec, gates: CsrGates): readonly OtherName[] {
  if (otherNames.length > 0 && !gates.otherNames) {
    throw failure('spec.otherNames: the feature gate OtherNames is off');
  }
  return otherNames.map(({ oid = '', utf8Value = '' }, index) => {
    const field = `spec.otherNames[${index}]`;
    if (!isObjectIdentifier(oid)) {
      throw failure(
        `${field}.oid: ${quoted(oid)} must be an object identifier: two numbers or more, without leading zeros, ` +
          'with a dot between them, the first 0 to 2, the second below 40 when the first is 0 or 1',
      );
    }
    if (utf8Value === '' || !utf8Value.isWellFormed())
      throw failure(`${field}.utf8Value: must be valid text`);
    return { oid, utf8Value };
  });
}

function altNamesFrom(spec: CertificateSpec, gates: CsrGates): SubjectAltNames {
  return {
    dnsNames: checked(
      spec.dnsNames,
      'spec.dnsNames',
      'a DNS name in ASCII: write international names as A-labels (xn--...)',
      ascii,
    ),
    emailAddresses: checked(spec.emailAddresses, 'spec.emailAddresses', 'a mail address in ASCII', ascii),
    ipAddresses: checked(
      spec.ipAddresses,
      'spec.ipAddresses',
      'an IPv4 or IPv6 address without zone or leading zeros',
      canonicalIp,
    ),
    uris: checked(
      spec.uris,
      'spec.uris',
      'an absolute URI in ASCII (RFC 3986), its host, if any, a DNS name or an address',
      (uri) => (isEncodableUri(uri) ? uri : undefined),
    ),
    otherNames: otherNamesFrom(spec, gates),
  };
}

function subjectFrom(spec: CertificateSpec, gates: CsrGates): readonly Rdn[] {
  const { literalSubject, subject = {}, commonName } = spec;
  if (!literalSubject) {
    const rdns = nameFrom(subject, commonName);
    if (rdns.flat().every(({ value }) => value.isWellFormed())) return rdns;
    throw failure('spec.subject and spec.commonName: must be valid Unicode');
  }
  if (!gates.literalSubject) {
    throw failure('spec.literalSubject: the feature gate LiteralCertificateSubject is off');
  }
  try {
    return parseDistinguishedName(literalSubject);
  } catch (error) {
    throw error instanceof TerminalFailure ? failure(`spec.literalSubject: ${error.message}`) : error;
  }
}

function nameConstraintsFrom(
  { nameConstraints, isCA }: CertificateSpec,
  gates: CsrGates,
): Extension | undefined {
  if (!nameConstraints) return undefined;
  if (!gates.nameConstraints) throw failure('spec.nameConstraints: the feature gate NameConstraints is off');
  if (!isCA) throw failure('spec.nameConstraints: only for a CA: set spec.isCA to true');
  return nameConstraintsExtension(nameConstraints);
}

function hasName({ subject, ...names }: Pick<CsrWanted, 'subject'> & SubjectAltNames): boolean {
  return (
    Boolean(commonNameOf(subject)) || Object.values(names).some((list: readonly unknown[]) => list.length > 0)
  );
}

/**
 * What the CSR of a Certificate says.
 *
 * @throws {TerminalFailure} `InvalidSpec`, naming the field that cannot be encoded
 */
export function csrWantedFrom(spec: CertificateSpec, gates: CsrGates = defaultCsrGates): CsrWanted {
  const isCa = spec.isCA ?? false;
  const names = { subject: subjectFrom(spec, gates), ...altNamesFrom(spec, gates) };
  if (!hasName(names)) {
    throw failure(
      'at least one of commonName (from the commonName field or from a literalSubject), dnsNames, emailSANs, ipAddresses, otherNames, or uriSANs must be set',
    );
  }
  const nameConstraints = nameConstraintsFrom(spec, gates);
  return {
    ...names,
    ...(spec.encodeUsagesInRequest !== false && { usages: usagesFor(spec.usages ?? [], isCa) }),
    ...(gates.basicConstraints && { isCa }),
    ...(nameConstraints && { nameConstraints }),
    ...(spec.signatureAlgorithm && { signatureAlgorithm: spec.signatureAlgorithm }),
  };
}
