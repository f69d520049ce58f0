import { createCipheriv, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import rc2 from 'node-forge/lib/rc2.js';
import util from 'node-forge/lib/util.js';

import { integer, nullValue, octetString, oid, sequence } from './der-write.ts';
import { derivePkcs12 } from './pkcs12-kdf.ts';

/**
 * Rounds of every key derivation. The private key lies unencrypted in the same Secret, so more of them would cost time
 * and protect nothing.
 */
const iterations = 2048;

/** A password in the two forms that PKCS#12 derives keys from. */
export interface Password {
  /** UTF-16, big-endian, two zero bytes at the end (RFC 7292 appendix B.1). */
  readonly utf16: Buffer;
  /** For PBKDF2. */
  readonly utf8: Buffer;
}

export interface Encrypted {
  /** AlgorithmIdentifier in DER. */
  readonly algorithmDer: Buffer;
  readonly bytes: Buffer;
}

/** One way to encrypt with a password. */
export type Encrypt = (plain: Buffer, password: Password) => Promise<Encrypted>;

/** One way to authenticate with a password: a MacData in DER. */
export type Authenticate = (content: Buffer, password: Password) => Promise<Buffer>;

const oids = {
  tripleDes: '1.2.840.113549.1.12.1.3',
  rc2With40Bits: '1.2.840.113549.1.12.1.6',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  pbmac1: '1.2.840.113549.1.5.14',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

function legacyParameters(id: string, salt: Buffer): Buffer {
  return sequence(oid(id), sequence(octetString(salt), integer(iterations)));
}

function encryptWith(cipher: string, key: Buffer, iv: Buffer, plain: Buffer): Buffer {
  const encryption = createCipheriv(cipher, key, iv);
  return Buffer.concat([encryption.update(plain), encryption.final()]);
}

/** pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 appendix C). */
export async function encryptTripleDes(plain: Buffer, password: Password): Promise<Encrypted> {
  const salt = randomBytes(8);
  const derivation = { digest: 'sha1', password: password.utf16, salt, iterations } as const;
  const key = derivePkcs12('key', 24, derivation);
  const bytes = encryptWith('des-ede3-cbc', key, derivePkcs12('iv', 8, derivation), plain);
  return { algorithmDer: legacyParameters(oids.tripleDes, salt), bytes };
}

/** pbeWithSHAAnd40BitRC2-CBC (RFC 7292 appendix C): no protection, but what the oldest readers take. */
export async function encryptRc2(plain: Buffer, password: Password): Promise<Encrypted> {
  const salt = randomBytes(8);
  const derivation = { digest: 'sha1', password: password.utf16, salt, iterations } as const;
  const cipher = rc2.createEncryptionCipher(derivePkcs12('key', 5, derivation).toString('latin1'), 40);
  cipher.start(derivePkcs12('iv', 8, derivation).toString('latin1'));
  cipher.update(util.createBuffer(plain.toString('latin1')));
  cipher.finish();
  const bytes = Buffer.from(cipher.output.getBytes(), 'latin1');
  return { algorithmDer: legacyParameters(oids.rc2With40Bits, salt), bytes };
}

const derivePbkdf2 = promisify(pbkdf2);

function hmacWithSha256(): Buffer {
  return sequence(oid(oids.hmacWithSha256), nullValue());
}

/** The key length is stated, as PBMAC1 demands (RFC 9579 section 6). */
function pbkdf2Parameters(salt: Buffer): Buffer {
  const parameters = sequence(octetString(salt), integer(iterations), integer(32), hmacWithSha256());
  return sequence(oid(oids.pbkdf2), parameters);
}

/** PBES2 with PBKDF2, HMAC-SHA-256 and AES-256-CBC (RFC 8018). */
export async function encryptAes(plain: Buffer, password: Password): Promise<Encrypted> {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = await derivePbkdf2(password.utf8, salt, iterations, 32, 'sha256');
  const cipher = sequence(oid(oids.aes256Cbc), octetString(iv));
  return {
    algorithmDer: sequence(oid(oids.pbes2), sequence(pbkdf2Parameters(salt), cipher)),
    bytes: encryptWith('aes-256-cbc', key, iv, plain),
  };
}

async function classicMac(digest: 'sha1' | 'sha256', content: Buffer, password: Password): Promise<Buffer> {
  const salt = randomBytes(digest === 'sha1' ? 8 : 16);
  const derivation = { digest, password: password.utf16, salt, iterations };
  const key = derivePkcs12('mac', digest === 'sha1' ? 20 : 32, derivation);
  const mac = createHmac(digest, key).update(content).digest();
  const algorithm = sequence(oid(oids[digest]), nullValue());
  return sequence(sequence(algorithm, octetString(mac)), octetString(salt), integer(iterations));
}

/** HMAC-SHA-1 over PKCS#12's own derivation (RFC 7292 appendix A). */
export function macSha1(content: Buffer, password: Password): Promise<Buffer> {
  return classicMac('sha1', content, password);
}

/** The same with SHA-256. */
export function macSha256(content: Buffer, password: Password): Promise<Buffer> {
  return classicMac('sha256', content, password);
}

/** PBMAC1 (RFC 9579): PBKDF2 and HMAC-SHA-256; the old salt and iterations are there but not used. */
export async function macPbmac1(content: Buffer, password: Password): Promise<Buffer> {
  const salt = randomBytes(16);
  const key = await derivePbkdf2(password.utf8, salt, iterations, 32, 'sha256');
  const mac = createHmac('sha256', key).update(content).digest();
  const algorithm = sequence(oid(oids.pbmac1), sequence(pbkdf2Parameters(salt), hmacWithSha256()));
  return sequence(sequence(algorithm, octetString(mac)), octetString(Buffer.from('NOT USED')), integer(1));
}
