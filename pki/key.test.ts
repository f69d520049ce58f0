import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import {
  decodeKey,
  encodeKey,
  generateKey,
  keyMismatches,
  keySpecOf,
  spkiDigest,
  type KeySpec,
} from './key.ts';
import { openssl, runWithFiles } from './oracles/openssl.ts';

const rsa = { algorithm: 'RSA', size: 2048 } as const;
const specs: readonly KeySpec[] = [
  rsa,
  { algorithm: 'ECDSA', size: 256 },
  { algorithm: 'ECDSA', size: 384 },
  { algorithm: 'ECDSA', size: 521 },
  { algorithm: 'Ed25519', size: 0 },
];

describe.each(specs)('a new $algorithm key of $size bits', (spec) => {
  const generated = generateKey(spec);

  it('is what was asked for', async () => {
    expect(keySpecOf(await generated)).toEqual(spec);
    expect(keyMismatches(await generated, spec)).toEqual([]);
  });

  it.each(['PKCS1', 'PKCS8'] as const)('is a key to openssl in %s, and reads back', async (encoding) => {
    const key = await generated;
    const pem = encodeKey(key, encoding);

    expect(await openssl(['pkey', '-noout', '-check'], pem)).toEqual({ code: 0, output: 'Key is valid\n' });
    expect(decodeKey(Buffer.from(pem)).equals(key)).toBe(true);
  });

  it('has the digest of its public half', async () => {
    const key = await generated;

    expect(spkiDigest(key)).toMatch(/^[0-9a-f]{64}$/);
    expect(spkiDigest(createPublicKey(key))).toBe(spkiDigest(key));
  });
});

describe('the encodings', () => {
  it.each([
    [rsa, 'PKCS1', 'RSA PRIVATE KEY'],
    [rsa, 'PKCS8', 'PRIVATE KEY'],
    [{ algorithm: 'ECDSA', size: 256 }, 'PKCS1', 'EC PRIVATE KEY'],
    [{ algorithm: 'Ed25519', size: 0 }, 'PKCS1', 'PRIVATE KEY'],
  ] as const)('of %o in %s have the label %s', async (spec, encoding, label) => {
    expect(encodeKey(await generateKey(spec), encoding)).toMatch(new RegExp(`^-----BEGIN ${label}-----\n`));
  });
});

describe('a size the algorithm does not have', () => {
  it.each([
    [
      { algorithm: 'RSA', size: -1 },
      'spec.privateKey.size: -1 is not an RSA key size: must be from 2048 to 8192',
    ],
    [
      { algorithm: 'ECDSA', size: 224 },
      'spec.privateKey.size: 224 is not an ECDSA key size: must be 256, 384 or 521',
    ],
  ] as const)('is refused: %o', async (spec, message) => {
    await expect(generateKey(spec)).rejects.toMatchObject({
      retry: false,
      reason: 'InvalidPrivateKey',
      message,
    });
  });
});

describe('a key that differs from the spec', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  it('in its size is told by the size', () => {
    expect(keyMismatches(privateKey, { algorithm: 'ECDSA', size: 384 })).toEqual(['spec.privateKey.size']);
  });

  it('in its algorithm is told by the algorithm alone', () => {
    expect(keyMismatches(privateKey, rsa)).toEqual(['spec.privateKey.algorithm']);
  });
});

describe('private keys that others wrote', () => {
  it('are found behind the curve that openssl writes first', async () => {
    const { output } = await runWithFiles('openssl', ['ecparam', '-name', 'prime256v1', '-genkey'], {});

    expect(output).toContain('EC PARAMETERS');
    expect(keySpecOf(decodeKey(output))).toEqual({ algorithm: 'ECDSA', size: 256 });
  });

  const pemOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const encrypted = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;

  it.each([
    ['no PEM', 'hello', 'there is no PEM block with a private key'],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----',
      'the PEM block is not a private key: must be PRIVATE KEY, EC PRIVATE KEY or RSA PRIVATE KEY',
    ],
    [
      'a damaged key',
      '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----',
      'the PRIVATE KEY block does not hold a private key',
    ],
    [
      'an encrypted key',
      encrypted
        .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'changeit' })
        .toString(),
      'the private key is encrypted: store it without a passphrase',
    ],
    [
      'an encrypted key in the old form',
      encrypted
        .export({ format: 'pem', type: 'sec1', cipher: 'aes-256-cbc', passphrase: 'changeit' })
        .toString(),
      'the private key is encrypted: store it without a passphrase',
    ],
    [
      'a key on another curve',
      pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey),
      'keys on the curve secp256k1 are not supported: use P-256, P-384 or P-521',
    ],
    [
      'a key of another algorithm',
      pemOf(generateKeyPairSync('ed448').privateKey),
      'keys of type ed448 are not supported: use RSA, ECDSA or Ed25519',
    ],
    ['too much text', ' '.repeat(13_001), 'provided PEM data was larger than the maximum 13000B'],
  ])('are refused when they are %s', (_, pem, message) => {
    expect(() => decodeKey(pem)).toThrow(expect.objectContaining({ reason: 'InvalidPrivateKey', message }));
  });

  it('are not quoted by the failure, whatever is wrong with them', () => {
    const damaged = pemOf(encrypted).replace(/^M/m, 'N');
    const [, secret = ''] = /\n(.{20})/.exec(damaged) ?? [];

    const failure = (): unknown => decodeKey(damaged);

    expect(failure).toThrow('the PRIVATE KEY block does not hold a private key');
    expect(failure).not.toThrow(secret);
    expect(failure).toThrow(expect.not.objectContaining({ cause: expect.anything() }));
  });
});
