import { describe, expect, it } from 'vitest';
import { stableText } from './refusal.ts';

describe('the text of a refusal', () => {
  it.each([
    ['[request id:ab4f1426-ea15-42ea-8183-dc1b44151166]you may not', 'you may not'],
    ['you may not, RequestId: 3F2504E0.', 'you may not,.'],
    ['trace ab4f1426-ea15-42ea-8183-dc1b44151166 of\n  the call', 'trace of the call'],
    ['the key AKIDours is unknown', 'the key is unknown'],
  ])('is the same on every try, and without credentials: %s', (message, text) => {
    expect(stableText(message, ['AKIDours', ''])).toBe(text);
  });
});
