import { describe, expect, it } from 'vitest';
import { authorizationOf } from './sign.ts';

const credentials = { secretId: 'AKIDEXAMPLE', secretKey: 'SECRETEXAMPLE' };
const host = 'dnspod.tencentcloudapi.com';
const parts = {
  body: '{"Domain":"example.com","Subdomain":"_acme-challenge","RecordType":"TXT","Limit":100}',
  timestampSeconds: 1_551_113_065,
};

describe('a request of 25 February 2019', () => {
  it.each([
    [
      'content type and host',
      { 'content-type': 'application/json', host },
      'content-type;host',
      '52029be369f457130d311603cb817f063eea358518798d9386f615a1bfaf5b20',
    ],
    [
      'the action as well, in lower case',
      { 'content-type': 'application/json', host, 'x-tc-action': 'DescribeRecordList' },
      'content-type;host;x-tc-action',
      'dda4caee4e63bc027af4ebcd9a489cef37e8938690f058780e030cadac9c7185',
    ],
    [
      'a content type with a charset',
      { host, 'content-type': 'application/json; charset=utf-8' },
      'content-type;host',
      'f2eaa1c16682fe83d99319f4b70b7dcefef18be8a49be1055bdf333db73966c1',
    ],
  ])('is signed as the vendor signs it: %s', (_, headers, signedHeaders, signature) => {
    expect(authorizationOf({ ...parts, headers }, credentials)).toBe(
      `TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2019-02-25/dnspod/tc3_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    );
  });
});
