import { describe, expect, it } from 'vitest';

import { derivePkcs12 } from './pkcs12-kdf.ts';

const utf16 = (password: string): Buffer => Buffer.from(`${password}\0`, 'utf16le').swap16();

describe("PKCS#12's own key derivation", () => {
  // the vectors that implementations share since 1999
  it.each([
    ['key', 24, 'smeg', '0A58CF64530D823F', 1, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
    ['iv', 8, 'smeg', '0A58CF64530D823F', 1, '79993dfe048d3b76'],
    ['mac', 20, 'smeg', '3D83C0E4546AC140', 1, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
    ['key', 24, 'queeg', '05DEC959ACFF72F7', 1000, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
    ['iv', 8, 'queeg', '05DEC959ACFF72F7', 1000, '11dedad7758d4860'],
    ['mac', 20, 'queeg', '263216FCC2FAB31C', 1000, '5ec4c7a80df652294c3925b6489a7ab857c83476'],
  ] as const)(
    'derives the %s of %i bytes from %s',
    (...[purpose, length, password, salt, iterations, expected]) => {
      const derived = derivePkcs12(purpose, length, {
        digest: 'sha1',
        password: utf16(password),
        salt: Buffer.from(salt, 'hex'),
        iterations,
      });

      expect(derived.toString('hex')).toBe(expected);
    },
  );
});
