import { fc, it as given } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { canonicalIp, cidrBytes, ipBytes, ipText } from './ip-address.ts';

describe('an address', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['1::', '1::'],
  ])('%s is %s in certificates', (text, canonical) => {
    expect(canonicalIp(text)).toBe(canonical);
  });

  it.each(['', '10.0.0', '010.0.0.1', 'fe80::1%eth0', '10.0.0.1/8', 'a.example', '[::1]'])(
    'is not "%s"',
    (text) => {
      expect(canonicalIp(text)).toBeUndefined();
    },
  );

  given.prop([fc.oneof(fc.ipV4(), fc.ipV6())])('reads back from its bytes', (text) => {
    const bytes = ipBytes(text);

    expect(bytes).toBeDefined();
    expect(ipBytes(ipText(bytes ?? Buffer.alloc(0)) ?? '')).toEqual(bytes);
  });
});

describe('an address block', () => {
  it.each([
    ['10.1.2.3/8', '0a000000ff000000'],
    ['10.1.2.3/12', '0a000000fff00000'],
    ['0.0.0.0/0', '0000000000000000'],
    ['10.1.2.3/32', '0a010203ffffffff'],
    ['fd00::1/7', `fc${'00'.repeat(15)}fe${'00'.repeat(15)}`],
  ])('%s is address and mask', (text, hex) => {
    expect(cidrBytes(text)?.toString('hex')).toBe(hex);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '10.0.0/8', 'fe80::1%eth0/64', '/8', ''])(
    'is not "%s"',
    (text) => {
      expect(cidrBytes(text)).toBeUndefined();
    },
  );
});
