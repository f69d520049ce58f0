import { describe, expect, it } from 'vitest';
import { endpointFlags, providerOptions } from './endpoints.ts';
import { parseFlags } from '../runtime/flags.ts';

describe('the addresses of vendors', () => {
  const read = (...argv: string[]) =>
    parseFlags({ command: 'test', summary: '', argv, flags: endpointFlags() }).values;

  it("are the vendors' own when nothing is said", () => {
    expect(providerOptions(read(), {})).toEqual({
      dnspod: { ambient: { environment: {} } },
      alidns: {},
      cloudflare: {},
      route53: { environment: {}, endpoint: undefined, stsEndpoint: undefined },
    });
  });

  it('are what the flags say, and DNSPod is told the environment for credentials of the pod', () => {
    const endpoints = read('--dnspod-endpoint=http://a', '--dnspod-legacy-endpoint=http://b');

    expect(providerOptions(endpoints, { TKE_REGION: 'ap-guangzhou' })).toMatchObject({
      dnspod: {
        endpoint: 'http://a',
        legacyEndpoint: 'http://b',
        ambient: { environment: { TKE_REGION: 'ap-guangzhou' } },
      },
    });
  });
});
