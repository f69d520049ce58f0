import { sign, verify, type KeyObject } from 'node:crypto';

import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';

import type { SignatureAlgorithm } from '../api/certificate/certificate.ts';
import { TerminalFailure } from '../api/failure.ts';
import { members, readOid, type DerElement } from './der.ts';
import { keySpecOf, type KeyAlgorithm } from './key.ts';

interface Algorithm {
  readonly oid: string;
  readonly key: KeyAlgorithm;
  /** Ed25519 hashes by itself. */
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
}

/** The signature algorithms of the API; SHA-1 is not among them and is not accepted either. */
const algorithms: Readonly<Record<SignatureAlgorithm, Algorithm>> = {
  SHA256WithRSA: { oid: '1.2.840.113549.1.1.11', key: 'RSA', hash: 'sha256' },
  SHA384WithRSA: { oid: '1.2.840.113549.1.1.12', key: 'RSA', hash: 'sha384' },
  SHA512WithRSA: { oid: '1.2.840.113549.1.1.13', key: 'RSA', hash: 'sha512' },
  ECDSAWithSHA256: { oid: '1.2.840.10045.4.3.2', key: 'ECDSA', hash: 'sha256' },
  ECDSAWithSHA384: { oid: '1.2.840.10045.4.3.3', key: 'ECDSA', hash: 'sha384' },
  ECDSAWithSHA512: { oid: '1.2.840.10045.4.3.4', key: 'ECDSA', hash: 'sha512' },
  PureEd25519: { oid: '1.3.101.112', key: 'Ed25519', hash: null },
};

/** The hash grows with the key: RSA from 3072 and 4096 bits, ECDSA with its curve. */
function defaultSignatureAlgorithm(key: KeyObject): SignatureAlgorithm {
  const { algorithm, size } = keySpecOf(key);
  switch (algorithm) {
    case 'RSA':
      if (size >= 4096) return 'SHA512WithRSA';
      return size >= 3072 ? 'SHA384WithRSA' : 'SHA256WithRSA';
    case 'ECDSA':
      if (size === 521) return 'ECDSAWithSHA512';
      return size === 384 ? 'ECDSAWithSHA384' : 'ECDSAWithSHA256';
    case 'Ed25519':
      return 'PureEd25519';
    default:
      algorithm satisfies never;
      throw new TypeError('a key algorithm without a signature algorithm');
  }
}

function algorithmIdentifier({ oid: algorithm, key }: Algorithm): Buffer {
  // RFC 4055 section 5 wants the NULL for RSA; RFC 5758 and RFC 8410 want nothing for the others
  const parameters = key === 'RSA' ? { parameters: null } : {};
  return Buffer.from(AsnConvert.serialize(new AlgorithmIdentifier({ algorithm, ...parameters })));
}

/** How something is going to be signed. */
export interface Signing {
  /** AlgorithmIdentifier in DER: certificates repeat it inside the signed part. */
  readonly algorithmDer: Buffer;
  /** Off the main thread. */
  sign(data: Buffer): Promise<Buffer>;
}

/** @throws {TerminalFailure} `InvalidSpec` when the key cannot sign that way */
export function signingWith(key: KeyObject, wanted?: SignatureAlgorithm): Signing {
  const name = wanted ?? defaultSignatureAlgorithm(key);
  const algorithm = algorithms[name];
  if (algorithm.key !== keySpecOf(key).algorithm) {
    throw new TerminalFailure(
      'InvalidSpec',
      `spec.signatureAlgorithm: ${name} needs a key of algorithm ${algorithm.key}`,
    );
  }
  return {
    algorithmDer: algorithmIdentifier(algorithm),
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign(algorithm.hash, data, key, (error, signature) => (error ? reject(error) : resolve(signature)));
      }),
  };
}

/**
 * Whether the signature is good; false also for an algorithm that is not accepted or not the key's.
 *
 * @param algorithm the AlgorithmIdentifier beside the signature
 */
export function isSignedBy(
  key: KeyObject,
  algorithm: DerElement | undefined,
  data: Buffer,
  signature: Buffer,
): boolean {
  const id = readOid(members(algorithm)[0]);
  const found = Object.values(algorithms).find((known) => known.oid === id);
  return found?.key === keySpecOf(key).algorithm && verify(found.hash, data, key, signature);
}
