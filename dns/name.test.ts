import { describe, expect, it } from 'vitest';
import { absoluteName, encodeName } from './name.ts';

describe('a DNS name', () => {
  it('is lower case and ends in a dot', () => {
    expect(absoluteName('Shop.Example')).toBe('shop.example.');
    expect(absoluteName('shop.example.')).toBe('shop.example.');
  });

  it('is its labels, each with its length in front, on the wire', () => {
    expect(encodeName('Ab.c.')).toEqual(Buffer.from([2, 0x61, 0x62, 1, 0x63, 0]));
    expect(encodeName('.')).toEqual(Buffer.from([0]));
  });

  it.each(['a..example.', `${'x'.repeat(64)}.example.`, `${'x'.repeat(63)}.`.repeat(4)])(
    'is not "%s"',
    (name) => {
      expect(() => encodeName(name)).toThrow('its labels must have 1 to 63 bytes, and 255 together');
    },
  );
});
