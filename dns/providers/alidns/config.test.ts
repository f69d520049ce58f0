import { describe, expect, it } from 'vitest';
import { readAlidnsConfig } from './config.ts';

const [id, secret] = [
  { name: 'alidns', key: 'id' },
  { name: 'alidns', key: 'secret' },
];
const least = { accessTokenSecretRef: id, secretKeySecretRef: secret };

describe('the config of an Issuer for Alibaba Cloud DNS', () => {
  it('has the key in two Secrets, and 600 s unless told otherwise', () => {
    expect(readAlidnsConfig({ ...least, regionId: 'cn-beijing' })).toEqual({
      keyId: id,
      keySecretRef: secret,
      ttlSeconds: 600,
      endpointHost: undefined,
    });
  });

  it.each([
    [
      'accessKeySecretRef beside secretKeySecretRef',
      { region: '', accessKeySecretRef: id, secretKeySecretRef: secret },
    ],
    ['accessKeyIdRef and accessKeySecretRef', { accessKeyIdRef: id, accessKeySecretRef: secret }],
    ['accessKeyIdRef and secretAccessKeyRef', { accessKeyIdRef: id, secretAccessKeyRef: secret }],
    ['names in any case', { AccessTokenSecretRef: id, SECRETKEYSECRETREF: secret }],
  ])('may be that of another solver: %s', (_, raw) => {
    expect(readAlidnsConfig(raw)).toMatchObject({ keyId: id, keySecretRef: secret });
  });

  it('may have the id of the key itself', () => {
    const raw = { accessKeyId: ' LTAI1 ', accessKeySecretRef: secret, ttl: 120 };

    expect(readAlidnsConfig(raw)).toMatchObject({
      keyId: { literal: 'LTAI1' },
      keySecretRef: secret,
      ttlSeconds: 120,
    });
  });

  it.each([
    'alidns.aliyuncs.com',
    'alidns.ap-southeast-1.aliyuncs.com',
    'alidns-vpc.cn-hangzhou.aliyuncs.com',
    'dns.aliyuncs.com',
  ])('may name the endpoint %s', (endpoint) => {
    expect(readAlidnsConfig({ ...least, endpoint }).endpointHost).toBe(endpoint);
  });

  it.each(['alidns.evil.example', 'ecs.aliyuncs.com', 'alidns.aliyuncs.com:8443', 'alidns.a.b.aliyuncs.com'])(
    'sends signed requests to nobody else: %s',
    (endpoint) => {
      expect(() => readAlidnsConfig({ ...least, endpoint })).toThrow(
        'endpoint must be a host of Alibaba Cloud DNS',
      );
    },
  );

  it.each([
    [undefined, 'accessTokenSecretRef is required'],
    [{ accessTokenSecretRef: id }, 'secretKeySecretRef is required'],
    [{ secretKeySecretRef: secret }, 'accessTokenSecretRef is required'],
    [{ accessKeySecretRef: id }, 'accessTokenSecretRef is required'],
    [{ ...least, ttl: 100_000 }, 'ttl must be a whole number from 0 to 86400'],
  ])('is wrong: %j', (raw, why) => {
    expect(() => readAlidnsConfig(raw)).toThrow(`The solver's configuration is wrong: ${why}`);
  });
});
