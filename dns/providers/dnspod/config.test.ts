import { describe, expect, it } from 'vitest';
import { readDnspodConfig } from './config.ts';

const secretIdRef = { name: 'dnspod-secret', key: 'secretId' };
const secretKeyRef = { name: 'dnspod-secret', key: 'secretKey' };
const least = { secretIdRef, secretKeyRef };

describe('the config of an Issuer', () => {
  it('is the current shape, with 600 s and the default line unless told otherwise', () => {
    expect(readDnspodConfig(least)).toEqual({
      secretId: secretIdRef,
      secretKeyRef,
      ttlSeconds: 600,
      recordLine: undefined,
      endpointHost: undefined,
    });
  });

  it('is the older shape, with the SecretId itself', () => {
    expect(readDnspodConfig({ secretId: ' AKID1 ', secretKeyRef, ttl: 120 })).toMatchObject({
      secretId: { literal: 'AKID1' },
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
      secretId: { name: 'n', key: 'k' },
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
    [undefined, 'secretIdRef is required'],
    [{ secretKeyRef }, 'secretIdRef is required'],
    [{ secretIdRef }, 'secretKeyRef is required'],
    [{ secretIdRef: { name: 'n' }, secretKeyRef }, 'secretIdRef.key is required'],
    [{ secretIdRef: 'n', secretKeyRef }, 'secretIdRef must be an object'],
    [{ ...least, ttl: 1.5 }, 'ttl must be a whole number from 0 to 604800'],
    [{ ...least, ttl: 'soon' }, 'ttl must be a whole number from 0 to 604800'],
    [{ ...least, recordLine: 1 }, 'recordLine must be a string'],
    ['config', 'it must be an object'],
  ])('is wrong: %j', (raw, why) => {
    expect(() => readDnspodConfig(raw)).toThrow(`The solver's configuration is wrong: ${why}`);
  });
});
