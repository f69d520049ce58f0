import { describe, expect, it } from 'vitest';
import { readDnspodConfig } from './config.ts';

const secretIdRef = { name: 'dnspod-secret', key: 'secretId' };
const secretKeyRef = { name: 'dnspod-secret', key: 'secretKey' };
const least = { secretIdRef, secretKeyRef };

describe('the config of an Issuer', () => {
  it('is the current shape, with 600 s and the default line unless told otherwise', () => {
    expect(readDnspodConfig(least)).toEqual({
      api: '3.0',
      key: { from: 'secrets', secretId: secretIdRef, secretKeyRef },
      ttlSeconds: 600,
      recordLine: undefined,
      endpointHost: undefined,
    });
  });

  it('is the older shape, with the SecretId itself', () => {
    expect(readDnspodConfig({ secretId: ' AKID1 ', secretKeyRef, ttl: 120 })).toMatchObject({
      key: { secretId: { literal: 'AKID1' } },
      ttlSeconds: 120,
    });
  });

  it('may be spelled as Go lets it be', () => {
    const config = {
      SecretIDRef: { Name: 'n', KEY: 'k' },
      secretkeyref: secretKeyRef,
      TTL: '900',
      RecordLine: '境外',
    };

    expect(readDnspodConfig(config)).toMatchObject({
      key: { secretId: { name: 'n', key: 'k' } },
      ttlSeconds: 900,
      recordLine: '境外',
    });
  });

  it('may have members that nobody knows', () => {
    expect(readDnspodConfig({ ...least, email: 'me@example.com' })).toMatchObject({ ttlSeconds: 600 });
  });

  it('leaves the TTL to DNSPod when it is null', () => {
    expect(readDnspodConfig({ ...least, ttl: null }).ttlSeconds).toBeUndefined();
  });

  it.each(['', '默认', 'Default'])('means the default line by "%s"', (recordLine) => {
    expect(readDnspodConfig({ ...least, recordLine }).recordLine).toBeUndefined();
  });

  it.each([
    'dnspod.tencentcloudapi.com',
    'dnspod.intl.tencentcloudapi.com',
    'dnspod.ap-guangzhou.tencentcloudapi.com',
  ])('may name the endpoint %s', (endpoint) => {
    expect(readDnspodConfig({ ...least, endpoint }).endpointHost).toBe(endpoint);
  });

  it.each([
    'dnspod.evil.example',
    'evil.example/dnspod.tencentcloudapi.com',
    'dnspod.tencentcloudapi.com:8443',
    'dnspod.tencentcloudapi.com.evil.example',
    'http://dnspod.tencentcloudapi.com',
    'cvm.tencentcloudapi.com',
    'dnspod.a.b.tencentcloudapi.com',
    '127.0.0.1',
  ])('sends credentials to nobody else: %s', (endpoint) => {
    expect(() => readDnspodConfig({ ...least, endpoint })).toThrow('endpoint must be a host of DNSPod');
  });

  it.each([
    [{ secretKeyRef }, 'secretIdRef is required'],
    [{ secretIdRef }, 'secretKeyRef is required'],
    [{ secretIdRef: { name: 'n' }, secretKeyRef }, 'secretIdRef.key is required'],
    [{ secretIdRef: 'n', secretKeyRef }, 'secretIdRef must be an object'],
    [{ ...least, ttl: 1.5 }, 'ttl must be a whole number from 0 to 604800'],
    [{ ...least, ttl: 'soon' }, 'ttl must be a whole number from 0 to 604800'],
    [{ ...least, recordLine: 1 }, 'recordLine must be a string'],
    [{ secretId: 'AKID\n1', secretKeyRef }, 'secretId has characters that it cannot have'],
    ['config', 'it must be an object'],
  ])('is wrong: %j', (raw, why) => {
    expect(() => readDnspodConfig(raw)).toThrow(`The solver's configuration is wrong: ${why}`);
  });
});

describe('the config of an Issuer for the old API', () => {
  const apiTokenSecretRef = { name: 'dnspod-token', key: 'api-token' };

  it.each([13_490, '13490'])('has the id of a token, as a number or in digits: %j', (apiID) => {
    expect(readDnspodConfig({ apiID, apiTokenSecretRef, ttl: 600 })).toEqual({
      api: 'legacy',
      tokenId: '13490',
      tokenRef: apiTokenSecretRef,
      ttlSeconds: 600,
      recordLine: undefined,
      endpointHost: undefined,
    });
  });

  it.each(['dnsapi.cn', 'api.dnspod.com'])('may name the endpoint %s', (endpoint) => {
    expect(readDnspodConfig({ apiID: 1, apiTokenSecretRef, endpoint }).endpointHost).toBe(endpoint);
  });

  it('is of no account beside a key of API 3.0', () => {
    expect(readDnspodConfig({ ...least, apiID: 1 }).api).toBe('3.0');
  });

  it.each([
    [{ apiID: 1 }, 'apiTokenSecretRef is required beside apiID'],
    [{ apiTokenSecretRef }, 'apiID is required beside apiTokenSecretRef'],
    [{ apiID: 0, apiTokenSecretRef }, 'apiID is required beside apiTokenSecretRef'],
    [{ apiID: 'AKID1', apiTokenSecretRef }, 'apiID must be a whole number'],
    [
      { apiID: 1, apiTokenSecretRef, endpoint: 'dnspod.tencentcloudapi.com' },
      'endpoint must be a host of DNSPod, such as dnsapi.cn for apiID',
    ],
  ])('is wrong: %j', (raw, why) => {
    expect(() => readDnspodConfig(raw)).toThrow(`The solver's configuration is wrong: ${why}`);
  });
});

describe('a config without any key', () => {
  it.each([undefined, {}, { ttl: 60 }])('means the role of the machine or pod: %j', (raw) => {
    expect(readDnspodConfig(raw)).toMatchObject({ api: '3.0', key: { from: 'surroundings' } });
  });
});
