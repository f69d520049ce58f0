import { createHmac, timingSafeEqual } from 'node:crypto';
import { encodeName } from '../name.ts';
import { uint16 } from './message.ts';
import type { UpdateReply } from './reply.ts';

/** As Issuers spell them (`tsigAlgorithm`), with what Node and the wire (RFC 8945 section 6) call them. */
const algorithms = {
  HMACMD5: { hash: 'md5', wireName: 'hmac-md5.sig-alg.reg.int.' },
  HMACSHA1: { hash: 'sha1', wireName: 'hmac-sha1.' },
  HMACSHA224: { hash: 'sha224', wireName: 'hmac-sha224.' },
  HMACSHA256: { hash: 'sha256', wireName: 'hmac-sha256.' },
  HMACSHA384: { hash: 'sha384', wireName: 'hmac-sha384.' },
  HMACSHA512: { hash: 'sha512', wireName: 'hmac-sha512.' },
} as const;

export type TsigAlgorithm = keyof typeof algorithms;

export const tsigAlgorithms = Object.keys(algorithms) as readonly TsigAlgorithm[];

/** A secret shared with the server. */
export interface TsigKey {
  /** Ends in a dot or not. */
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Buffer;
}

export interface SignedMessage {
  readonly bytes: Buffer;
  /** The reply's signature covers it. */
  readonly mac: Buffer;
}

/** What the signature of a reply is worth. */
export type TsigVerdict = 'valid' | 'unsigned' | 'forged' | 'stale';

interface Variables {
  readonly signedAtSeconds: number;
  readonly fudgeSeconds: number;
  readonly error: number;
  readonly other: Buffer;
}

const typeTsig = 250;
const classAny = 255;
const fudgeSeconds = 300;
const additionalCountAt = 10;

/** Appends a TSIG record to a message that has none (RFC 8945 section 5.1). */
export function signMessage(message: Buffer, key: TsigKey, now: Date): SignedMessage {
  const variables = { signedAtSeconds: secondsOf(now), fudgeSeconds, error: 0, other: Buffer.alloc(0) };
  const mac = macOf(key, [message, ...digestible(key, variables)]);
  const rdata = Buffer.concat([
    encodeName(algorithms[key.algorithm].wireName),
    uint48(variables.signedAtSeconds),
    uint16(fudgeSeconds),
    uint16(mac.length),
    mac,
    message.subarray(0, 2), // original id
    uint16(variables.error),
    uint16(0), // other length
  ]);
  const record = [
    encodeName(key.name),
    uint16(typeTsig),
    uint16(classAny),
    Buffer.alloc(4),
    uint16(rdata.length),
    rdata,
  ];
  const bytes = Buffer.concat([message, ...record]);
  bytes.writeUInt16BE(message.readUInt16BE(additionalCountAt) + 1, additionalCountAt);
  return { bytes, mac };
}

/** Whether the reply was made by somebody who has the key and saw our request (RFC 8945 section 5.3). */
export function verifyReply(
  reply: UpdateReply,
  request: { readonly key: TsigKey; readonly mac: Buffer },
  now: Date,
): TsigVerdict {
  const { key, mac } = request;
  const { tsig, bytes } = reply;
  if (!tsig) return 'unsigned';
  const wire = { name: encodeName(key.name), algorithm: encodeName(algorithms[key.algorithm].wireName) };
  if (!encodeName(tsig.keyName).equals(wire.name) || !encodeName(tsig.algorithm).equals(wire.algorithm))
    return 'forged';
  const message = Buffer.from(bytes.subarray(0, tsig.offset));
  message.writeUInt16BE(tsig.originalId, 0);
  message.writeUInt16BE(message.readUInt16BE(additionalCountAt) - 1, additionalCountAt);
  const expected = macOf(key, [uint16(mac.length), mac, message, ...digestible(key, tsig)]);
  if (expected.length !== tsig.mac.length || !timingSafeEqual(expected, tsig.mac)) return 'forged';
  return Math.abs(secondsOf(now) - tsig.signedAtSeconds) <= tsig.fudgeSeconds ? 'valid' : 'stale';
}

/** RFC 8945 section 4.3.3: names in canonical form, TTL 0. */
function digestible(key: TsigKey, variables: Variables): readonly Buffer[] {
  return [
    encodeName(key.name),
    uint16(classAny),
    Buffer.alloc(4),
    encodeName(algorithms[key.algorithm].wireName),
    uint48(variables.signedAtSeconds),
    uint16(variables.fudgeSeconds),
    uint16(variables.error),
    uint16(variables.other.length),
    variables.other,
  ];
}

function macOf(key: TsigKey, parts: readonly Buffer[]): Buffer {
  const hmac = createHmac(algorithms[key.algorithm].hash, key.secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function uint48(value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
