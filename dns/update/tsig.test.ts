import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { encodeUpdate } from './message.ts';
import { readUpdateReply } from './reply.ts';
import { signMessage, tsigAlgorithms, verifyReply } from './tsig.ts';
import type { TsigKey } from './tsig.ts';

const now = new Date('2026-01-01T00:00:00Z');
const key: TsigKey = { name: 'Key.Example', algorithm: 'HMACSHA256', secret: Buffer.from('a secret') };
const update = encodeUpdate(7, 'example.', { do: 'add', fqdn: 'a.example.', value: 'v', ttlSeconds: 1 });
const macLengths = {
  HMACMD5: 16,
  HMACSHA1: 20,
  HMACSHA224: 28,
  HMACSHA256: 32,
  HMACSHA384: 48,
  HMACSHA512: 64,
};

/** What a server sends back: a header that says so, signed over the request's MAC by the same rules. */
function replySignedWith(signer: TsigKey, requestMac: Buffer, at = now): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(7, 0);
  header.writeUInt16BE(0xa800, 2);
  // signMessage digests what it is given: the request's MAC in front, taken off again afterwards
  const length = Buffer.alloc(2);
  length.writeUInt16BE(requestMac.length);
  const prefix = Buffer.concat([length, requestMac]);
  const { mac } = signMessage(Buffer.concat([prefix, header]), signer, at);
  const { bytes, mac: own } = signMessage(header, signer, at);
  const macAt = bytes.lastIndexOf(own);
  return Buffer.concat([bytes.subarray(0, macAt), mac, bytes.subarray(macAt + mac.length)]);
}

describe('a signed update', () => {
  it.each(tsigAlgorithms)('ends in a TSIG record: %s', (algorithm) => {
    const signed = signMessage(update, { ...key, algorithm }, now);
    const asReply = Buffer.from(signed.bytes);
    asReply.writeUInt16BE(0xa800, 2);
    const reply = readUpdateReply(asReply, 7);

    expect(reply?.tsig).toMatchObject({
      offset: update.length,
      keyName: 'key.example.',
      signedAtSeconds: now.getTime() / 1000,
      fudgeSeconds: 300,
      originalId: 7,
      error: 0,
    });
    expect(reply?.tsig?.mac).toEqual(signed.mac);
    expect(signed.mac.length).toBe(macLengths[algorithm]);
  });
});

describe('the reply to a signed update', () => {
  const { mac } = signMessage(update, key, now);
  const judge = (bytes: Buffer, at = now) => {
    const reply = readUpdateReply(bytes, 7);
    return reply && verifyReply(reply, { key, mac }, at);
  };

  it('is believed when it is signed with the same key over our request', () => {
    expect(judge(replySignedWith(key, mac))).toBe('valid');
  });

  it('is not believed without a signature', () => {
    const bare = Buffer.alloc(12);
    bare.writeUInt16BE(7, 0);
    bare.writeUInt16BE(0xa800, 2);

    expect(judge(bare)).toBe('unsigned');
  });

  it.each([
    ['another secret', replySignedWith({ ...key, secret: Buffer.from('guessed') }, mac)],
    ['another key', replySignedWith({ ...key, name: 'other.example' }, mac)],
    ['another algorithm', replySignedWith({ ...key, algorithm: 'HMACSHA512' }, mac)],
    ['another request', replySignedWith(key, Buffer.alloc(32))],
  ])('is not believed when it is signed with %s', (_, bytes) => {
    expect(judge(bytes)).toBe('forged');
  });

  it('is not believed six minutes later', () => {
    expect(judge(replySignedWith(key, mac), new Date(now.getTime() + 360_000))).toBe('stale');
  });

  it('is no reply to anything else', () => {
    expect(readUpdateReply(replySignedWith(key, mac), 8)).toBeUndefined();
  });

  test.prop([fc.nat({ max: 200 }), fc.integer({ min: 1, max: 255 })])(
    'is never believed with one byte changed',
    (position, change) => {
      const bytes = Buffer.from(replySignedWith(key, mac));
      const index = position % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(index) ^ change, index);

      if (change !== 0x20) expect(judge(bytes)).not.toBe('valid'); // 0x20: names may differ in case
    },
  );

  test.prop([fc.uint8Array({ maxLength: 200 })])('may be any bytes without harm', (bytes) => {
    const reply = readUpdateReply(Buffer.concat([Buffer.from([0, 7, 0xa8, 0]), bytes]), 7);

    expect(reply === undefined || typeof reply.rcode === 'number').toBe(true);
  });
});
