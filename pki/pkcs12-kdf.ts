import { hash } from 'node:crypto';

/** What the derived bytes are for (RFC 7292 appendix B.3). */
export type Pkcs12Purpose = 'key' | 'iv' | 'mac';

const ids: Readonly<Record<Pkcs12Purpose, number>> = { key: 1, iv: 2, mac: 3 };

/** Block size of SHA-1 and SHA-256. */
const block = 64;

export interface Pkcs12Derivation {
  readonly digest: 'sha1' | 'sha256';
  /** UTF-16, big-endian, two zero bytes at the end. */
  readonly password: Buffer;
  readonly salt: Buffer;
  readonly iterations: number;
}

/** Repeated up to a multiple of the block. */
function stretched(bytes: Buffer): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** Each block of `blocks` plus `addend` plus one, modulo 2^512. */
function increased(blocks: Buffer, addend: Buffer): Buffer {
  const sum = Buffer.from(blocks);
  for (let start = 0; start < sum.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at -= 1) {
      carry += (sum[start + at] ?? 0) + (addend[at] ?? 0);
      sum[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
  return sum;
}

/** The key derivation of PKCS#12's own encryption schemes and of its MAC (RFC 7292 appendix B.2). */
export function derivePkcs12(purpose: Pkcs12Purpose, length: number, derivation: Pkcs12Derivation): Buffer {
  const { digest, password, salt, iterations } = derivation;
  const diversifier = Buffer.alloc(block, ids[purpose]);
  let input: Buffer = Buffer.concat([stretched(salt), stretched(password)]);
  let derived = Buffer.alloc(0);
  for (;;) {
    let round = hash(digest, Buffer.concat([diversifier, input]), 'buffer');
    for (let done = 1; done < iterations; done += 1) round = hash(digest, round, 'buffer');
    derived = Buffer.concat([derived, round]);
    if (derived.length >= length) return derived.subarray(0, length);
    input = increased(input, Buffer.alloc(block, round));
  }
}
