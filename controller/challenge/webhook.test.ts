import { describe, expect, it } from 'vitest';

import type { Cluster, RequestOptions } from '../../runtime/cluster.ts';
import { callWebhook } from './webhook.ts';

const solver = { groupName: 'acme.imroc.cc', solverName: 'dnspod', config: { secretId: 'AKID', ttl: 600 } };

const call = {
  action: 'Present',
  dnsName: 'ewhisper.cn',
  key: 'the-value',
  resourceNamespace: 'cert-manager',
  fqdn: '_acme-challenge.ewhisper.cn.',
  zone: 'ewhisper.cn.',
  allowAmbientCredentials: true,
} as const;

/** An API server behind which a solver answers this. */
function answering(response: unknown) {
  const requests: { readonly method: string; readonly path: string; readonly body: unknown }[] = [];
  const request = (method: string, path: string, { body }: RequestOptions = {}) => {
    requests.push({ method, path, body });
    return Promise.resolve({ response });
  };
  return { cluster: { request } as Pick<Cluster, 'request'>, requests };
}

describe('a call of a DNS01 webhook solver', () => {
  it('is what upstream sends, member by member', async () => {
    const { cluster, requests } = answering({ uid: '', success: true });
    await callWebhook(cluster, solver, call);

    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/apis/acme.imroc.cc/v1alpha1/dnspod' });
    expect(JSON.stringify(requests[0]?.body)).toBe(
      '{"request":{"uid":"","action":"Present","type":"dns-01","dnsName":"ewhisper.cn","key":"the-value",' +
        '"resourceNamespace":"cert-manager","resolvedFQDN":"_acme-challenge.ewhisper.cn.",' +
        '"resolvedZone":"ewhisper.cn.","allowAmbientCredentials":true,"config":{"secretId":"AKID","ttl":600}}}',
    );
  });

  it.each([
    [{ message: 'the zone is not ours', code: 400, reason: 'ZoneNotFound' }, false, 'ZoneNotFound'],
    [{ message: 'slow down', code: 429 }, true, 'SolverFailed'],
    [{ message: 'try later', code: 503 }, true, 'SolverFailed'],
    [{ message: 'told by an older solver' }, true, 'SolverFailed'],
  ])('that fails says why: %o', async (status, retry, reason) => {
    const { cluster } = answering({ uid: '', success: false, status });

    await expect(callWebhook(cluster, solver, call)).rejects.toMatchObject({
      message: status.message,
      retry,
      reason,
    });
  });

  it('that comes back without a result is a failure, too', async () => {
    const { cluster } = answering(undefined);

    await expect(callWebhook(cluster, solver, call)).rejects.toThrow(
      'invalid payload response, did not succeed but no result provided',
    );
  });
});
