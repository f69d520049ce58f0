import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';

import { TerminalFailure } from '../api/failure.ts';
import { pemLimits, readPem, type PemBlock } from './pem.ts';

/** `spec.privateKey.algorithm` of a Certificate. */
export type KeyAlgorithm = 'RSA' | 'ECDSA' | 'Ed25519';

/** What a private key is to be, every member stated (defaults are `api/certificate/defaults.ts`). */
export interface KeySpec {
  readonly algorithm: KeyAlgorithm;
  /** Bits: the RSA modulus, the curve (256, 384, 521), and 0 for Ed25519. */
  readonly size: number;
}

/** `spec.privateKey.encoding` of a Certificate. */
export type KeyEncoding = 'PKCS1' | 'PKCS8';

/** The curves of the API by size, under the names of OpenSSL. */
const curves: Readonly<Record<number, string>> = { 256: 'prime256v1', 384: 'secp384r1', 521: 'secp521r1' };

function failure(message: string): TerminalFailure {
  return new TerminalFailure('InvalidPrivateKey', message);
}

/**
 * A new private key, generated off the main thread: RSA 2048 takes tens of milliseconds and more.
 *
 * @throws {TerminalFailure} `InvalidPrivateKey` for a size that the algorithm does not have
 */
export async function generateKey({ algorithm, size }: KeySpec): Promise<KeyObject> {
  switch (algorithm) {
    case 'RSA':
      return generateRsaKey(size);
    case 'ECDSA':
      return generateEcKey(size);
    case 'Ed25519':
      return keyPair((done) => generateKeyPair('ed25519', undefined, done));
    default:
      algorithm satisfies never;
      throw failure('spec.privateKey.algorithm: must be RSA, ECDSA or Ed25519');
  }
}

type Done = (error: Error | null, publicKey: KeyObject, privateKey: KeyObject) => void;

function keyPair(generate: (done: Done) => void): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    generate((error, _publicKey, privateKey) => (error ? reject(error) : resolve(privateKey)));
  });
}

async function generateRsaKey(modulusLength: number): Promise<KeyObject> {
  if (!Number.isInteger(modulusLength) || modulusLength < 2048 || modulusLength > 8192) {
    throw failure(`spec.privateKey.size: ${modulusLength} is not an RSA key size: must be from 2048 to 8192`);
  }
  return keyPair((done) => generateKeyPair('rsa', { modulusLength }, done));
}

async function generateEcKey(size: number): Promise<KeyObject> {
  const namedCurve = curves[size];
  if (!namedCurve) {
    throw failure(`spec.privateKey.size: ${size} is not an ECDSA key size: must be 256, 384 or 521`);
  }
  return keyPair((done) => generateKeyPair('ec', { namedCurve }, done));
}

/**
 * The key as PEM.
 *
 * @param encoding PKCS1 means SEC 1 for an EC key; Ed25519 has no other form than PKCS8
 */
export function encodeKey(key: KeyObject, encoding: KeyEncoding): string {
  const { algorithm } = keySpecOf(key);
  const traditional = { RSA: 'pkcs1', ECDSA: 'sec1', Ed25519: 'pkcs8' } as const;
  return key
    .export({ format: 'pem', type: encoding === 'PKCS8' ? 'pkcs8' : traditional[algorithm] })
    .toString();
}

/** The labels of private keys, and what the blocks hold. */
const keyTypes: Readonly<Record<string, 'pkcs8' | 'sec1' | 'pkcs1'>> = {
  'PRIVATE KEY': 'pkcs8',
  'EC PRIVATE KEY': 'sec1',
  'RSA PRIVATE KEY': 'pkcs1',
};

function findKeyBlock(blocks: readonly PemBlock[]): PemBlock {
  // `openssl ecparam -genkey` writes the curve in a block of its own before the key
  const [first] = blocks.filter(({ label }) => label !== 'EC PARAMETERS');
  if (!first) throw failure('there is no PEM block with a private key');
  if (first.hasHeaders || first.label === 'ENCRYPTED PRIVATE KEY') {
    throw failure('the private key is encrypted: store it without a passphrase');
  }
  return first;
}

/**
 * The private key of a PEM text: PKCS#8, SEC 1 or PKCS#1, one of the kinds that the API can ask for.
 *
 * @param limit bytes of PEM text
 * @throws {TerminalFailure} `InvalidPrivateKey`; says nothing of the key itself, not even as the cause
 */
export function decodeKey(pem: string | Buffer, limit: number = pemLimits.privateKey): KeyObject {
  const { label, der } = findKeyBlock(readPem(pem, { limit, reason: 'InvalidPrivateKey' }));
  const type = keyTypes[label];
  if (!type) {
    throw failure(
      'the PEM block is not a private key: must be PRIVATE KEY, EC PRIVATE KEY or RSA PRIVATE KEY',
    );
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: der, format: 'der', type });
  } catch {
    throw failure(`the ${label} block does not hold a private key`);
  }
  keySpecOf(key);
  return key;
}

/**
 * What a private or public key is.
 *
 * @throws {TerminalFailure} `InvalidPrivateKey` for a kind that the API cannot ask for, such as Ed448 or secp256k1
 */
export function keySpecOf(key: KeyObject): KeySpec {
  const { modulusLength = 0, namedCurve = 'unknown' } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  if (type === 'rsa') return { algorithm: 'RSA', size: modulusLength };
  if (type === 'ed25519') return { algorithm: 'Ed25519', size: 0 };
  if (type !== 'ec') {
    throw failure(`keys of type ${type ?? 'secret'} are not supported: use RSA, ECDSA or Ed25519`);
  }
  const size = Object.keys(curves).find((bits) => curves[Number(bits)] === namedCurve);
  if (size) return { algorithm: 'ECDSA', size: Number(size) };
  throw failure(`keys on the curve ${namedCurve} are not supported: use P-256, P-384 or P-521`);
}

/**
 * The fields of a Certificate that the key differs from: `spec.privateKey.algorithm`, or `spec.privateKey.size` when
 * the algorithm is right.
 */
export function keyMismatches(key: KeyObject, wanted: KeySpec): readonly string[] {
  const found = keySpecOf(key);
  if (found.algorithm !== wanted.algorithm) return ['spec.privateKey.algorithm'];
  if (found.algorithm !== 'Ed25519' && found.size !== wanted.size) return ['spec.privateKey.size'];
  return [];
}

/** The public key's SubjectPublicKeyInfo in DER. */
export function spkiOf(key: KeyObject): Buffer {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
}

/** Hex SHA-256 of the public key's SubjectPublicKeyInfo; of a private key the same as of its public half. */
export function spkiDigest(key: KeyObject): string {
  return createHash('sha256').update(spkiOf(key)).digest('hex');
}
