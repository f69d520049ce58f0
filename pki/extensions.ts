import { createHash } from 'node:crypto';

import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';

import {
  DerError,
  expectTag,
  members,
  primitiveContext,
  readBitString,
  readBoolean,
  readDer,
  readOid,
  tag,
  type DerElement,
} from './der.ts';
import { keyUsageBits, type KeyUsage } from './usages.ts';

/** The extensions of RFC 5280 section 4.2 that are read or written here. */
export const extensionOids = {
  subjectKeyIdentifier: x509.id_ce_subjectKeyIdentifier,
  keyUsage: x509.id_ce_keyUsage,
  subjectAltName: x509.id_ce_subjectAltName,
  basicConstraints: x509.id_ce_basicConstraints,
  nameConstraints: x509.id_ce_nameConstraints,
  crlDistributionPoints: x509.id_ce_cRLDistributionPoints,
  authorityKeyIdentifier: x509.id_ce_authorityKeyIdentifier,
  extKeyUsage: x509.id_ce_extKeyUsage,
  authorityInfoAccess: x509.id_pe_authorityInfoAccess,
} as const;

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** DER of the extension's own type, without the OCTET STRING around it. */
  readonly value: Buffer;
}

/** DER of one of the library's structures (RFC 5280 appendix A). */
function encoded(structure: unknown): Buffer {
  return Buffer.from(AsnConvert.serialize(structure));
}

/** An Extensions in DER: of a certificate, or of a CSR's extension request. The values stay as they are. */
export function encodeExtensions(extensions: readonly Extension[]): Buffer {
  const list = extensions.map(
    ({ oid, critical, value }) =>
      new x509.Extension({ extnID: oid, critical, extnValue: new OctetString(value) }),
  );
  return encoded(new x509.Extensions(list));
}

/** The extensions by OID. @throws {DerError} also when one stands there twice (RFC 5280 section 4.2) */
export function decodeExtensions(extensions: DerElement | undefined): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  for (const extension of extensions ? members(extensions) : []) {
    const [type, second, third] = members(extension);
    const id = readOid(type);
    if (found.has(id)) throw new DerError(`the extension ${id} stands there twice`);
    const value = expectTag(third ?? second, tag.octetString).content;
    found.set(id, { oid: id, critical: third !== undefined && readBoolean(second), value });
  }
  return found;
}

/** Critical, as RFC 5280 section 4.2.1.3 advises. */
export function keyUsageExtension(usages: readonly KeyUsage[]): Extension {
  const bits = usages.reduce((sum, usage) => sum | (1 << keyUsageBits.indexOf(usage)), 0);
  return { oid: extensionOids.keyUsage, critical: true, value: encoded(new x509.KeyUsage(bits)) };
}

/** @throws {DerError} */
export function decodeKeyUsage(value: Buffer): readonly KeyUsage[] {
  const { bytes } = readBitString(readDer(value, tag.bitString));
  return keyUsageBits.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

export function extKeyUsageExtension(oids: readonly string[]): Extension {
  const value = encoded(new x509.ExtendedKeyUsage([...oids]));
  return { oid: extensionOids.extKeyUsage, critical: false, value };
}

/** @returns dotted OIDs. @throws {DerError} */
export function decodeExtKeyUsage(value: Buffer): readonly string[] {
  return members(readDer(value, tag.sequence)).map((purpose) => readOid(purpose));
}

/** Critical, and without a path length. */
export function basicConstraintsExtension(isCa: boolean): Extension {
  const value = encoded(new x509.BasicConstraints({ cA: isCa }));
  return { oid: extensionOids.basicConstraints, critical: true, value };
}

/** Whether it says CA. @throws {DerError} */
export function decodeBasicConstraints(value: Buffer): boolean {
  const [first] = members(readDer(value, tag.sequence));
  return first?.tag === tag.boolean && readBoolean(first);
}

/** SHA-1 of the public key's bits: the first method of RFC 5280 section 4.2.1.2. An identifier, not a signature. */
export function keyIdentifier(spki: Buffer): Buffer {
  const [, publicKey] = members(readDer(spki, tag.sequence));
  return createHash('sha1').update(readBitString(publicKey).bytes).digest();
}

export function subjectKeyIdExtension(id: Buffer): Extension {
  const value = encoded(new x509.SubjectKeyIdentifier(id));
  return { oid: extensionOids.subjectKeyIdentifier, critical: false, value };
}

export function authorityKeyIdExtension(id: Buffer): Extension {
  const value = encoded(new x509.AuthorityKeyIdentifier({ keyIdentifier: new x509.KeyIdentifier(id) }));
  return { oid: extensionOids.authorityKeyIdentifier, critical: false, value };
}

/** The key identifier of an authority key identifier, if it has one. @throws {DerError} */
export function decodeAuthorityKeyId(value: Buffer): Buffer | undefined {
  return members(readDer(value, tag.sequence)).find((member) => member.tag === primitiveContext(0))?.content;
}

function uriName(url: string): x509.GeneralName {
  return new x509.GeneralName({ uniformResourceIdentifier: url });
}

/** One distribution point per URL (RFC 5280 section 4.2.1.13). */
export function crlDistributionPointsExtension(urls: readonly string[]): Extension {
  const points = urls.map((url) => {
    const distributionPoint = new x509.DistributionPointName({ fullName: [uriName(url)] });
    return new x509.DistributionPoint({ distributionPoint });
  });
  const value = encoded(new x509.CRLDistributionPoints(points));
  return { oid: extensionOids.crlDistributionPoints, critical: false, value };
}

/** Where to ask about revocation, and where the issuer's certificate is (RFC 5280 section 4.2.2.1). */
export function authorityInfoAccessExtension(
  ocspServers: readonly string[],
  issuers: readonly string[],
): Extension {
  const access = (accessMethod: string, urls: readonly string[]): readonly x509.AccessDescription[] =>
    urls.map((url) => new x509.AccessDescription({ accessMethod, accessLocation: uriName(url) }));
  const descriptions = [...access(x509.id_ad_ocsp, ocspServers), ...access(x509.id_ad_caIssuers, issuers)];
  const value = encoded(new x509.AuthorityInfoAccessSyntax(descriptions));
  return { oid: extensionOids.authorityInfoAccess, critical: false, value };
}
