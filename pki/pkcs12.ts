import { createHash, type KeyObject } from 'node:crypto';

import type { Pkcs12Profile } from '../api/certificate/certificate.ts';
import { TerminalFailure } from '../api/failure.ts';
import type { CertificateFacts } from './certificate.ts';
import { constructedContext, primitiveContext, readDer, tag } from './der.ts';
import { element, integer, octetString, oid, sequence, setOf } from './der-write.ts';
import { decodeRdns } from './name.ts';
import * as protection from './pkcs12-protection.ts';
import type { Authenticate, Encrypt, Password } from './pkcs12-protection.ts';
import { printDistinguishedName } from './subject.ts';

export interface Pkcs12TrustStoreContents {
  /** The API's default is LegacyRC2. */
  readonly profile: Pkcs12Profile;
  readonly password: string;
  readonly cas: readonly CertificateFacts[];
}

export interface Pkcs12KeyStoreContents extends Pkcs12TrustStoreContents {
  readonly key: KeyObject;
  /** Leaf first, then the rest of its chain; the CAs come after it. */
  readonly chain: readonly CertificateFacts[];
}

interface Profile {
  readonly encryptCertificates: Encrypt;
  readonly encryptKey: Encrypt;
  readonly authenticate: Authenticate;
}

/** `spec.keystores.pkcs12.profile` of a Certificate. */
const profiles: Readonly<Record<Pkcs12Profile, Profile>> = {
  LegacyRC2: {
    encryptCertificates: protection.encryptRc2,
    encryptKey: protection.encryptTripleDes,
    authenticate: protection.macSha1,
  },
  LegacyDES: {
    encryptCertificates: protection.encryptTripleDes,
    encryptKey: protection.encryptTripleDes,
    authenticate: protection.macSha1,
  },
  Modern2023: {
    encryptCertificates: protection.encryptAes,
    encryptKey: protection.encryptAes,
    authenticate: protection.macSha256,
  },
  Modern2026: {
    encryptCertificates: protection.encryptAes,
    encryptKey: protection.encryptAes,
    authenticate: protection.macPbmac1,
  },
};

/** RFC 7292 and PKCS#9; the last two mark a certificate as trusted for everything, as Java's keystores want it. */
const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  javaTrustedKeyUsage: '2.16.840.1.113894.746875.1.1',
  anyExtendedKeyUsage: '2.5.29.37.0',
} as const;

function utf16BigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** PKCS#12 counts characters in two bytes each, and so does Java. */
function encodePassword(password: string): Password {
  if (/[\u{10000}-\u{10FFFF}\p{Surrogate}]/u.test(password)) {
    throw new TerminalFailure(
      'InvalidKeystore',
      'spec.keystores.pkcs12: the password has characters outside the Basic Multilingual Plane, which PKCS#12 cannot hold',
    );
  }
  return { utf16: utf16BigEndian(`${password}\0`), utf8: Buffer.from(password) };
}

function attribute(type: string, value: Buffer): Buffer {
  return sequence(oid(type), setOf(value));
}

function bag(type: string, value: Buffer, attributes: readonly Buffer[]): Buffer {
  const set = attributes.length > 0 ? [setOf(...attributes)] : [];
  return sequence(oid(type), element(constructedContext(0), value), ...set);
}

function certificateBag({ der }: CertificateFacts, attributes: readonly Buffer[] = []): Buffer {
  const value = sequence(oid(oids.x509Certificate), element(constructedContext(0), octetString(der)));
  return bag(oids.certBag, value, attributes);
}

function dataContent(content: Buffer): Buffer {
  return sequence(oid(oids.data), element(constructedContext(0), octetString(content)));
}

async function encryptedContent(content: Buffer, encrypt: Encrypt, password: Password): Promise<Buffer> {
  const { algorithmDer, bytes } = await encrypt(content, password);
  const info = sequence(oid(oids.data), algorithmDer, element(primitiveContext(0), bytes));
  const encryptedData = sequence(integer(0), info);
  return sequence(oid(oids.encryptedData), element(constructedContext(0), encryptedData));
}

async function store(
  contents: readonly Buffer[],
  authenticate: Authenticate,
  password: Password,
): Promise<Buffer> {
  const safe = sequence(...contents);
  return sequence(integer(3), dataContent(safe), await authenticate(safe, password));
}

/**
 * `keystore.p12`: the private key with its chain, and the CAs.
 *
 * @throws {TerminalFailure} `InvalidKeystore` when the password cannot be encoded
 */
export async function createPkcs12KeyStore(contents: Pkcs12KeyStoreContents): Promise<Buffer> {
  const { encryptCertificates, encryptKey, authenticate } = profiles[contents.profile];
  const password = encodePassword(contents.password);
  const [leaf, ...rest] = contents.chain;
  if (!leaf) throw new TerminalFailure('InvalidKeystore', 'a keystore needs the certificate of its key');
  // the same id on the key and its certificate is how readers find out that they belong together
  const belongTogether = [
    attribute(oids.localKeyId, octetString(createHash('sha1').update(leaf.der).digest())),
  ];
  const bags = [
    certificateBag(leaf, belongTogether),
    ...[...rest, ...contents.cas].map((ca) => certificateBag(ca)),
  ];
  const certificates = await encryptedContent(sequence(...bags), encryptCertificates, password);
  const { algorithmDer, bytes } = await encryptKey(
    contents.key.export({ format: 'der', type: 'pkcs8' }),
    password,
  );
  const keyBag = bag(oids.shroudedKeyBag, sequence(algorithmDer, octetString(bytes)), belongTogether);
  return store([certificates, dataContent(sequence(keyBag))], authenticate, password);
}

/** The CA's subject; a number after it where several have the same, because Java keeps one entry per name. */
function friendlyNames(cas: readonly CertificateFacts[]): readonly string[] {
  const names = cas.map((ca) => printDistinguishedName(decodeRdns(readDer(ca.subjectDer, tag.sequence))));
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/**
 * `truststore.p12`: the CAs, each marked as trusted in Java's way.
 *
 * @throws {TerminalFailure} `InvalidKeystore` when the password cannot be encoded
 */
export async function createPkcs12TrustStore(contents: Pkcs12TrustStoreContents): Promise<Buffer> {
  const { encryptCertificates, authenticate } = profiles[contents.profile];
  const password = encodePassword(contents.password);
  const names = friendlyNames(contents.cas);
  const bags = contents.cas.map((ca, index) =>
    certificateBag(ca, [
      attribute(oids.friendlyName, element(tag.bmpString, utf16BigEndian(names[index] ?? ''))),
      attribute(oids.javaTrustedKeyUsage, oid(oids.anyExtendedKeyUsage)),
    ]),
  );
  const certificates = await encryptedContent(sequence(...bags), encryptCertificates, password);
  return store([certificates], authenticate, password);
}
