import { describe, expect, it } from 'vitest';
import { readCloudflareConfig } from './config.ts';

const [token, key] = [
  { name: 'cloudflare', key: 'api-token' },
  { name: 'cloudflare', key: 'api-key' },
];

describe('the cloudflare solver of an Issuer', () => {
  it('has a token', () => {
    expect(readCloudflareConfig({ apiTokenSecretRef: token })).toEqual({ tokenRef: token });
  });

  it('has a token, whatever its email', () => {
    expect(readCloudflareConfig({ apiTokenSecretRef: token, email: 'a@b.c' })).toEqual({ tokenRef: token });
  });

  it('has the Global API Key and its account', () => {
    expect(readCloudflareConfig({ apiKeySecretRef: key, email: ' a@b.c ' })).toEqual({
      keyRef: key,
      email: 'a@b.c',
    });
  });

  it.each([
    [undefined, 'apiTokenSecretRef is required'],
    [{ email: 'a@b.c' }, 'apiTokenSecretRef is required'],
    [{ apiKeySecretRef: key }, 'email is required beside apiKeySecretRef'],
    [{ apiKeySecretRef: key, email: 'a@b.c\nX: y' }, 'email has characters that it cannot have'],
    [
      { apiTokenSecretRef: token, apiKeySecretRef: key },
      'apiTokenSecretRef and apiKeySecretRef exclude each other',
    ],
  ])('is wrong: %j', (raw, why) => {
    expect(() => readCloudflareConfig(raw)).toThrow(`The solver's configuration is wrong: ${why}`);
  });
});
