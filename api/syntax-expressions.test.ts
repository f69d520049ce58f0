import { fc, it } from '@fast-check/vitest';
import { isIP } from 'node:net';
import { describe, expect } from 'vitest';

import { isIpAddress, isIpRange } from './ip-addresses.ts';
import { uriOfAddress, uriProblem, uriShape } from './uris.ts';

/** CEL can only match; what programs parse has to be written as expressions that agree. */
const groups = fc.constantFrom(
  '0',
  '1',
  'a',
  'FfFf',
  '12345',
  '',
  ':',
  '::',
  '.',
  '10.0.0.1',
  '256.1.1.1',
  '%e',
);
const almostAddress = fc.array(groups, { maxLength: 10 }).map((parts) => parts.join(':'));
const address = fc.oneof(fc.ipV6(), fc.ipV4(), fc.ipV4Extended(), almostAddress);

describe('the expression for addresses', () => {
  it.prop([address], { numRuns: 1000 })('agrees with what parses them', (text) => {
    expect(isIpAddress(text)).toBe(isIP(text) !== 0 && !text.includes('%'));
  });

  it.prop([fc.oneof(fc.ipV6(), fc.ipV4()), fc.nat({ max: 140 })])(
    'knows how long prefixes are',
    (text, bits) => {
      expect(isIpRange(`${text}/${bits}`)).toBe(bits <= (isIP(text) === 4 ? 32 : 128));
    },
  );
});

const pieces = [
  'a',
  'A',
  ':',
  '/',
  '//',
  '?',
  '#',
  '@',
  '[',
  ']',
  '::1',
  '.',
  '..',
  '%20',
  '%',
  '8',
  '-',
  '~',
  '!',
  ' ',
  'x:',
  'http://',
  'b.example',
  '\u00fc',
  '',
];
const almostUri = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
const uri = fc.oneof(
  almostUri,
  almostUri.map((text) => `a://${text}`),
  almostUri.map((text) => `a:${text}`),
  fc.webUrl(),
);

describe('the expression for URIs', () => {
  it.prop([uri], { numRuns: 3000 })('agrees with what is said of them', (text) => {
    const [, address = ''] = uriOfAddress.test(text) ? text.split(/[[\]]/) : [];
    const agrees = uriShape.test(text) && (!uriOfAddress.test(text) || isIP(address) === 6);
    expect(agrees).toBe(uriProblem(text) === undefined);
  });
});
