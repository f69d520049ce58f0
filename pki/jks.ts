import { createHash, randomBytes, type KeyObject } from 'node:crypto';

import { TerminalFailure } from '../api/failure.ts';
import type { CertificateFacts } from './certificate.ts';
import { nullValue, octetString, oid, sequence } from './der-write.ts';

export interface JksTrustStoreContents {
  readonly password: string;
  /** Stored as `ca`, `ca-1`, `ca-2`. */
  readonly cas: readonly CertificateFacts[];
  /** The entries' creation time. */
  readonly now: Date;
}

export interface JksKeyStoreContents extends JksTrustStoreContents {
  /** Default `certificate`; stored in lower case, as Java looks it up. */
  readonly alias?: string;
  readonly key: KeyObject;
  /** Leaf first, then the rest of its chain. */
  readonly chain: readonly CertificateFacts[];
}

/** Sun's own algorithm for keys in a JKS file. */
const keyProtector = '1.3.6.1.4.1.42.2.17.1.1';

/** Java's characters: two bytes each. */
function passwordBytes(password: string): Buffer {
  return Buffer.from(password, 'utf16le').swap16();
}

function sha1(...parts: readonly Buffer[]): Buffer {
  const digest = createHash('sha1');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function prefixedWithLength(bytes: Buffer): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** Text as Java's DataOutput writes it: its modified UTF-8 is UTF-16 by code unit, and zero takes two bytes. */
function javaText(text: string): Buffer {
  const bytes = Buffer.concat(
    Array.from({ length: text.length }, (_, at) => {
      const unit = text.charCodeAt(at);
      if (unit > 0 && unit < 0x80) return Buffer.of(unit);
      if (unit < 0x800) return Buffer.of(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
      return Buffer.of(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
    }),
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function time(at: Date): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(at.getTime()));
  return bytes;
}

/**
 * The key as a JKS file holds it: xor with a chain of SHA-1 digests that starts at a random salt, and a digest of
 * password and key at the end to check by.
 */
function protectKey(key: KeyObject, password: Buffer): Buffer {
  const plain = key.export({ format: 'der', type: 'pkcs8' });
  const salt = randomBytes(20);
  const stream: Buffer[] = [];
  for (let last: Buffer = salt; stream.length * 20 < plain.length;) {
    last = sha1(password, last);
    stream.push(last);
  }
  const pad = Buffer.concat(stream);
  const hidden = Buffer.from(plain.map((byte, at) => byte ^ (pad[at] ?? 0)));
  const value = octetString(salt, hidden, sha1(password, plain));
  return sequence(sequence(oid(keyProtector), nullValue()), value);
}

function certificate({ der }: CertificateFacts): Buffer {
  return Buffer.concat([javaText('X.509'), prefixedWithLength(der)]);
}

function keyEntry({ key, chain, now }: JksKeyStoreContents, alias: string, password: Buffer): Buffer {
  return Buffer.concat([
    uint32(1),
    javaText(alias),
    time(now),
    prefixedWithLength(protectKey(key, password)),
    uint32(chain.length),
    ...chain.map(certificate),
  ]);
}

function aliasOf(index: number): string {
  return index === 0 ? 'ca' : `ca-${index}`;
}

function trustedEntries({ cas, now }: JksTrustStoreContents): readonly Buffer[] {
  return cas.map((ca, index) =>
    Buffer.concat([uint32(2), javaText(aliasOf(index)), time(now), certificate(ca)]),
  );
}

/** Magic number, version 2, the entries, and a digest over all of it that the password enters. */
function store(entries: readonly Buffer[], password: Buffer): Buffer {
  const content = Buffer.concat([uint32(0xfeedfeed), uint32(2), uint32(entries.length), ...entries]);
  return Buffer.concat([content, sha1(password, Buffer.from('Mighty Aphrodite'), content)]);
}

/**
 * `keystore.jks`: the private key with its chain under the alias, and the CAs.
 *
 * @throws {TerminalFailure} `InvalidKeystore` when a CA would take the key's place under its alias
 */
export function createJksKeyStore(contents: JksKeyStoreContents): Buffer {
  const alias = (contents.alias || 'certificate').toLowerCase();
  if (contents.cas.some((_, index) => aliasOf(index) === alias)) {
    throw new TerminalFailure(
      'InvalidKeystore',
      `spec.keystores.jks.alias: "${alias}" is the alias of a CA certificate in the same keystore: choose another`,
    );
  }
  const password = passwordBytes(contents.password);
  return store([keyEntry(contents, alias, password), ...trustedEntries(contents)], password);
}

/** `truststore.jks`: the CAs alone. */
export function createJksTrustStore(contents: JksTrustStoreContents): Buffer {
  return store(trustedEntries(contents), passwordBytes(contents.password));
}
