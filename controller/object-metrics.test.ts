import { describe, expect, it } from 'vitest';

import type { Certificate } from '../api/certificate/certificate.ts';
import type { Challenge } from '../api/challenge/challenge.ts';
import type { ClusterIssuer, Issuer } from '../api/issuer/issuer.ts';
import { createMetrics } from '../runtime/metrics.ts';
import { createStore } from '../runtime/memory-store.ts';
import { fine } from '../test/build/certificate-seen.ts';
import { certificate } from '../test/build/certificate.ts';
import { challenge } from '../test/build/challenge.ts';
import { issuer, readyIssuer } from '../test/build/issuer.ts';
import { metricsText } from '../test/build/metrics-text.ts';
import { addObjectMetrics } from './object-metrics.ts';
import type { Stores } from './wiring.ts';

const certificates = createStore<Certificate>();
certificates.replaceAll([certificate({ status: fine })], '1');
const issuers = createStore<Issuer>();
issuers.replaceAll([issuer({ status: readyIssuer })], '1');
const challenges = createStore<Challenge>();
challenges.replaceAll([challenge({ status: { state: 'pending', processing: true } })], '1');
const clusterIssuers = createStore<ClusterIssuer>();
const stores = { certificates, issuers, clusterIssuers, challenges } as unknown as Stores;

async function scrape(known: Stores | undefined): Promise<string> {
  const metrics = createMetrics();
  addObjectMetrics(metrics, () => known);
  return metricsText(metrics);
}

describe('the metrics of objects', () => {
  it("show certificates and issuers under upstream's names", async () => {
    const text = await scrape(stores);
    const shop = 'name="shop",namespace="web",issuer_name="ca",issuer_kind="",issuer_group=""';

    expect(text).toContain(`certmanager_certificate_ready_status{${shop},condition="True"} 1`);
    expect(text).toContain(`certmanager_certificate_ready_status{${shop},condition="False"} 0`);
    expect(text).toContain(`certmanager_certificate_expiration_timestamp_seconds{${shop}} 1775001600`);
    expect(text).toContain(`certmanager_certificate_renewal_timestamp_seconds{${shop}} 1772409600`);
    expect(text).toContain('certmanager_issuer_ready_status{name="ca",namespace="web",condition="True"} 1');
    expect(text).toMatch(
      /certmanager_certificate_challenge_status\{domain="shop.example",.*processing="true",.*status="pending"\} 1/,
    );
  });

  it('are empty in a replica that does not lead', async () => {
    expect(await scrape(undefined)).not.toContain('_status{');
  });
});
