import { fc, it as given } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { DerError, members, readDer, readOid, readText, tag } from './der.ts';
import * as write from './der-write.ts';
import { runWithFiles } from './oracles/openssl.ts';

describe('an object identifier', () => {
  it('is encoded as X.690 shows it', () => {
    expect(write.oid('2.999.3').toString('hex')).toBe('0603883703');
  });

  it.each(['1', '3.1', '1.40', '2', '01.2.3', '+1.2.3', '1.2.-3', '1..2', '1.2.', ''])(
    'cannot be written as "%s"',
    (text) => {
      expect(write.isObjectIdentifier(text)).toBe(false);
    },
  );

  const arc = fc.bigInt({ min: 0n, max: 2n ** 70n });
  const oids = fc
    .tuple(fc.constantFrom(0n, 1n, 2n), arc, fc.array(arc))
    .map(([first, second, rest]) => [first, first < 2n ? second % 40n : second, ...rest].join('.'));

  given.prop([oids])('reads back as it was written', (dotted) => {
    expect(write.isObjectIdentifier(dotted)).toBe(true);
    expect(readOid(readDer(write.oid(dotted), tag.oid))).toBe(dotted);
  });
});

describe('an element', () => {
  it.each([0, 127, 128, 255, 256, 65_535, 65_536])('of %i bytes reads back with its length', (length) => {
    const written = write.octetString(Buffer.alloc(length, 1));

    expect(readDer(written, tag.octetString).content).toHaveLength(length);
  });

  it.each([
    ['nothing', ''],
    ['only a tag', '04'],
    ['a length that reaches beyond the end', '040201'],
    ['a length without end', '0480'],
    ['a length that is longer than needed', '04810100'],
    ['a length with a zero in front', '048200800000'],
    ['a tag number of several bytes', '1f8100'],
    ['data after the end', '04010000'],
  ])('is refused when there is %s', (_, hex) => {
    expect(() => readDer(Buffer.from(hex, 'hex'), tag.octetString)).toThrow(DerError);
  });

  it.each([
    ['reaches beyond the end of its sequence', '3002040100'],
    ['has a length without end', '300730800401000000'],
    ['is a time that is none', '3003180101'],
    ['is two-byte text of one byte', '30031e0100'],
    ['is nested a thousand times', '3080'.repeat(1000)],
  ])('is refused when something in it %s', (_, hex) => {
    expect(() => members(readDer(Buffer.from(hex, 'hex'), tag.sequence))).toThrow(DerError);
  });

  it('keeps the bytes that it was read from', () => {
    const written = write.sequence(write.integer(5), write.utf8String('Zürich'));

    const read = readDer(written, tag.sequence);

    expect(read.whole.buffer).toBe(written.buffer);
    expect(members(read).map(({ whole }) => whole.toString('hex'))).toEqual(['020105', '0c075ac3bc72696368']);
  });

  given.prop([fc.uint8Array({ maxLength: 40 })])(
    'of arbitrary bytes is read or refused, never worse',
    (bytes) => {
      const read = (): unknown => members(readDer(write.sequence(bytes), tag.sequence)).map(readText);

      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(DerError);
      }
    },
  );
});

describe('the times and numbers of one sequence', () => {
  it('are what openssl reads', async () => {
    const der = write.sequence(
      write.integer(0),
      write.integer(128),
      write.integer(2048),
      write.integer(Buffer.from('00ff', 'hex')),
      write.time(new Date('2049-12-31T23:59:59Z')),
      write.time(new Date('2050-01-01T00:00:00Z')),
      write.directoryString('a (b)'),
      write.directoryString('a*'),
    );

    const { output } = await runWithFiles('openssl', ['asn1parse', '-inform', 'DER', '-in', '@der'], { der });

    expect(
      output
        .split('\n')
        .slice(1, -1)
        .map((line) => line.replace(/.*prim: /, '').replace(/\s+/g, ' ')),
    ).toEqual([
      'INTEGER :00',
      'INTEGER :80',
      'INTEGER :0800',
      'INTEGER :FF',
      'UTCTIME :491231235959Z',
      'GENERALIZEDTIME :20500101000000Z',
      'PRINTABLESTRING :a (b)',
      'UTF8STRING :a*',
    ]);
  });
});
