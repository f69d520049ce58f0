import { afterEach, describe, expect, it } from 'vitest';

import { decodeKey } from './key.ts';
import { limitPem, readPem, usualPemLimits, writePem } from './pem.ts';

const reading = { limit: 1000, reason: 'InvalidCertificate' };

describe('limits of the process', () => {
  afterEach(() => limitPem(usualPemLimits));

  it('hold wherever a caller states none', () => {
    limitPem({ ...usualPemLimits, privateKey: 20 });

    const read = () => decodeKey(writePem('PRIVATE KEY', Buffer.alloc(100)));

    expect(read).toThrow('provided PEM data was larger than the maximum 20B');
  });
});

describe('PEM text', () => {
  it('reads back as it was written', () => {
    const der = Buffer.alloc(100, 7);

    const [block] = readPem(writePem('CERTIFICATE', der), reading);

    expect(block).toEqual({ label: 'CERTIFICATE', der, hasHeaders: false });
  });

  it('may have Windows line ends, text around the blocks and spaces in them', () => {
    const text =
      'subject=a\r\n-----BEGIN A-----\r\n AQID \r\n-----END A-----\r\nend\n-----BEGIN B-----\nBA==\n-----END B-----';

    expect(readPem(text, reading).map(({ label, der }) => [label, der.toString('hex')])).toEqual([
      ['A', '010203'],
      ['B', '04'],
    ]);
  });

  it('loses blocks that are not closed or not base64', () => {
    const text =
      '-----BEGIN A-----\nAQID\n-----BEGIN B-----\n*\n-----END B-----\n-----BEGIN C-----\nBA==\n-----END C-----\n';

    expect(readPem(text, reading).map(({ label }) => label)).toEqual(['C']);
  });

  it('is not read when it is larger than the limit', () => {
    expect(() => readPem('ä'.repeat(501), reading)).toThrow(
      expect.objectContaining({
        reason: 'InvalidCertificate',
        message: 'provided PEM data was larger than the maximum 1000B',
      }),
    );
  });
});
