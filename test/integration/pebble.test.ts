import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startBind9 } from '../cluster/bind9.ts';
import { getHttps } from '../cluster/get-https.ts';
import { startPebble } from '../cluster/pebble.ts';
import { startedFor } from '../cluster/suite.ts';

describe('the ACME server of the test cluster', () => {
  const dns = startedFor(() => startBind9({ zones: ['example.com'] }));
  const acme = startedFor(() => startPebble({ dnsServer: dns().server }));

  it('shows its directory to who trusts its CA', async () => {
    const directory = JSON.parse(await getHttps(acme().directoryUrl, { ca: acme().caPem })) as object;

    expect(Object.keys(directory)).toEqual(expect.arrayContaining(['newNonce', 'newOrder', 'renewalInfo']));
  });

  it('hands out the root under which it issues', async () => {
    const root = new X509Certificate(await acme().root());
    const intermediate = new X509Certificate(await acme().intermediate());

    expect(intermediate.verify(root.publicKey)).toBe(true);
  });

  it('counts its orders', async () => {
    expect(await acme().orders()).toEqual([]);
  });
});
