import { describe, expect, it } from 'vitest';

import { decodeExtKeyUsage, decodeKeyUsage, extKeyUsageExtension, keyUsageExtension } from './extensions.ts';
import { keyUsageBits, usageNames, usagesFor } from './usages.ts';

const serverAuth = '1.3.6.1.5.5.7.3.1';
const emailProtection = '1.3.6.1.5.5.7.3.4';

describe('the usages of a request', () => {
  it('are digital signature and key encipherment when none is stated', () => {
    expect(usagesFor([], false)).toEqual({
      keyUsages: ['digital signature', 'key encipherment'],
      extKeyUsageOids: [],
    });
  });

  it('of a CA have cert sign besides', () => {
    expect(usagesFor([], true).keyUsages).toEqual(['digital signature', 'key encipherment', 'cert sign']);
  });

  it('are only what is stated otherwise, each once, whatever name it goes by', () => {
    expect(
      usagesFor(['s/mime', 'signing', 'server auth', 'email protection', 'digital signature'], false),
    ).toEqual({
      keyUsages: ['digital signature'],
      extKeyUsageOids: [emailProtection, serverAuth],
    });
  });

  it('are refused when the API does not know them', () => {
    expect(() => usagesFor(['server auth', 'spying'], false)).toThrow(
      'spec.usages[1]: "spying" is not a known usage',
    );
  });

  it('are shown under the names of the API', () => {
    expect(usageNames({ keyUsages: ['crl sign'], extKeyUsageOids: [emailProtection, '1.2.3'] })).toEqual([
      'crl sign',
      'email protection',
      '1.2.3',
    ]);
  });
});

describe('the key usage extension', () => {
  it.each([
    ['03020780', ['digital signature']],
    ['030205a0', ['digital signature', 'key encipherment']],
    ['03020106', ['cert sign', 'crl sign']],
    ['03020001', ['encipher only']],
    ['0303070080', ['decipher only']],
    ['030307ff80', keyUsageBits],
  ] as const)('is %s in DER', (hex, usages) => {
    const { value } = keyUsageExtension(usages);

    expect(value.toString('hex')).toBe(hex);
    expect(decodeKeyUsage(value)).toEqual(usages);
  });

  it('of extended usages keeps their order', () => {
    const oids = [emailProtection, serverAuth, '1.2.3'];

    expect(decodeExtKeyUsage(extKeyUsageExtension(oids).value)).toEqual(oids);
  });
});
