import { describe, expect, it } from 'vitest';
import { authorizationOf, canonicalQuery, emptyBodyDigest } from './sign.ts';

describe('a request of 26 October 2023, the example of the documentation', () => {
  it('is signed as the vendor signs it', () => {
    const request = {
      query: {
        RegionId: 'cn-shanghai',
        ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
      },
      headers: {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        'x-acs-action': 'RunInstances',
        'x-acs-content-sha256': emptyBodyDigest,
        'x-acs-date': '2023-10-26T10:22:32Z',
        'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
        'x-acs-version': '2014-05-26',
      },
    };

    expect(authorizationOf(request, { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' })).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });
});

describe('a query', () => {
  it('is sorted by name and encoded as RFC 3986 has it', () => {
    expect(canonicalQuery({ RR: '@', DomainName: '例子.中国', A: "a b*(c)!'~" })).toBe(
      'A=a%20b%2A%28c%29%21%27~&DomainName=%E4%BE%8B%E5%AD%90.%E4%B8%AD%E5%9B%BD&RR=%40',
    );
  });
});
