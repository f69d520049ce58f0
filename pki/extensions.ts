import { createHash } from 'node:crypto';

import {
  constructedContext,
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
import { bitString, boolean, element, octetString, oid, sequence } from './der-write.ts';
import { generalName, textName } from './subject-alt-names.ts';
import { keyUsageBits, type KeyUsage } from './usages.ts';

/** The extensions of RFC 5280 section 4.2 that are read or written here. */
export const extensionOids = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const;

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** DER of the extension's own type, without the OCTET STRING around it. */
  readonly value: Buffer;
}

/** An Extensions in DER: of a certificate, or of a CSR's extension request. */
export function encodeExtensions(extensions: readonly Extension[]): Buffer {
  return sequence(
    ...extensions.map(({ oid: type, critical, value }) =>
      critical
        ? sequence(oid(type), boolean(true), octetString(value))
        : sequence(oid(type), octetString(value)),
    ),
  );
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

function reversedBits(byte: number): number {
  return Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2);
}

/** Critical, as RFC 5280 section 4.2.1.3 advises. */
export function keyUsageExtension(usages: readonly KeyUsage[]): Extension {
  const bits = usages.reduce((sum, usage) => sum | (1 << keyUsageBits.indexOf(usage)), 0);
  const bytes = [bits & 0xff, bits >> 8].slice(0, bits > 0xff ? 2 : bits > 0 ? 1 : 0);
  // a named bit list ends with its last one bit (X.690 section 11.2.2): bit 0 is the highest of the first byte
  const highest = bits > 0 ? Math.floor(Math.log2(bits)) : -1;
  const value = bitString(Buffer.from(bytes.map(reversedBits)), bits > 0 ? 7 - (highest % 8) : 0);
  return { oid: extensionOids.keyUsage, critical: true, value };
}

/** @throws {DerError} */
export function decodeKeyUsage(value: Buffer): readonly KeyUsage[] {
  const { bytes } = readBitString(readDer(value, tag.bitString));
  return keyUsageBits.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

export function extKeyUsageExtension(oids: readonly string[]): Extension {
  return { oid: extensionOids.extKeyUsage, critical: false, value: sequence(...oids.map(oid)) };
}

/** @returns dotted OIDs. @throws {DerError} */
export function decodeExtKeyUsage(value: Buffer): readonly string[] {
  return members(readDer(value, tag.sequence)).map((purpose) => readOid(purpose));
}

/** Critical, and without a path length. */
export function basicConstraintsExtension(isCa: boolean): Extension {
  const value = isCa ? sequence(boolean(true)) : sequence();
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
  return { oid: extensionOids.subjectKeyIdentifier, critical: false, value: octetString(id) };
}

export function authorityKeyIdExtension(id: Buffer): Extension {
  const value = sequence(element(primitiveContext(0), id));
  return { oid: extensionOids.authorityKeyIdentifier, critical: false, value };
}

/** The key identifier of an authority key identifier, if it has one. @throws {DerError} */
export function decodeAuthorityKeyId(value: Buffer): Buffer | undefined {
  return members(readDer(value, tag.sequence)).find((member) => member.tag === primitiveContext(0))?.content;
}

/** One distribution point per URL (RFC 5280 section 4.2.1.13). */
export function crlDistributionPointsExtension(urls: readonly string[]): Extension {
  const points = urls.map((url) => {
    const fullName = element(constructedContext(0), textName(generalName.uri, url));
    return sequence(element(constructedContext(0), fullName));
  });
  return { oid: extensionOids.crlDistributionPoints, critical: false, value: sequence(...points) };
}

/** Where to ask about revocation, and where the issuer's certificate is (RFC 5280 section 4.2.2.1). */
export function authorityInfoAccessExtension(
  ocspServers: readonly string[],
  issuers: readonly string[],
): Extension {
  const access = (method: string, urls: readonly string[]): readonly Buffer[] =>
    urls.map((url) => sequence(oid(method), textName(generalName.uri, url)));
  const value = sequence(
    ...access('1.3.6.1.5.5.7.48.1', ocspServers),
    ...access('1.3.6.1.5.5.7.48.2', issuers),
  );
  return { oid: extensionOids.authorityInfoAccess, critical: false, value };
}
