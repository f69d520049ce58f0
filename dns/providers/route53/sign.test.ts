import { describe, expect, it } from 'vitest';
import { signRequest } from './sign.ts';

const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const now = new Date('2015-08-30T12:36:00Z');
const scope = { region: 'us-east-1', now };

describe('requests to AWS', () => {
  it.each([
    [
      'get-vanilla',
      { method: 'GET', url: 'https://example.amazonaws.com/', service: 'service' },
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-vanilla-query-order-key-case',
      {
        method: 'GET',
        url: 'https://example.amazonaws.com/?Param2=value2&Param1=value1',
        service: 'service',
      },
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'post-vanilla',
      { method: 'POST', url: 'https://example.amazonaws.com/', service: 'service' },
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'post-x-www-form-urlencoded',
      {
        method: 'POST',
        url: 'https://example.amazonaws.com/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Param1=value1',
        service: 'service',
      },
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ] as const)("are signed as AWS's own example is: %s", async (_, { url, ...rest }, signature) => {
    const signed = await signRequest({ headers: {}, ...rest, url: new URL(url), ...scope }, key);

    expect(signed['authorization']).toContain(`Signature=${signature}`);
    expect(signed['x-amz-date']).toBe('20150830T123600Z');
  });
});
