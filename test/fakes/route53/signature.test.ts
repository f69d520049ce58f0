import { describe, expect, it } from 'vitest';
import { signatureOf } from './signature.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const vanilla = { accessKeyId: 'AKIDEXAMPLE', date: '20150830', region: 'us-east-1', service: 'service' };
const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };
const plain = ['host', 'x-amz-date'];

describe('signatures of version 4', () => {
  it.each([
    [
      'get-vanilla',
      { method: 'GET', target: '/', headers, body: '' },
      { ...vanilla, signedHeaders: plain },
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-vanilla-query-order-key-case',
      { method: 'GET', target: '/?Param2=value2&Param1=value1', headers, body: '' },
      { ...vanilla, signedHeaders: plain },
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'post-x-www-form-urlencoded',
      {
        method: 'POST',
        target: '/',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Param1=value1',
      },
      { ...vanilla, signedHeaders: ['content-type', ...plain] },
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
    [
      'ListUsers of the documentation',
      {
        method: 'GET',
        target: '/?Action=ListUsers&Version=2010-05-08',
        headers: {
          ...headers,
          host: 'iam.amazonaws.com',
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        },
        body: '',
      },
      { ...vanilla, service: 'iam', signedHeaders: ['content-type', ...plain] },
      '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    ],
  ])("are those of AWS's own example %s", (_, { body, ...request }, claim, signature) => {
    expect(signatureOf(secret, { ...request, body: Buffer.from(body) }, claim)).toBe(signature);
  });
});
