import { Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';
import { createServingCa } from '../pki/serving.ts';
import { createChanging } from './changing.ts';
import type { ServingCertificate } from './serving-certificate.ts';
import { addServingMetric } from './serving-metrics.ts';

describe('the metric of the serving certificate', () => {
  it('is 0 while there is none, and then its end', async () => {
    const registry = new Registry();
    const source = createChanging<ServingCertificate>();
    addServingMetric(registry, source);
    expect(await registry.metrics()).toMatch(/_seconds 0\n/);

    const { certificatePem, keyPem } = await createServingCa(new Date('2026-01-01T00:00:00Z'), 3600);
    source.set({ certificatePem, keyPem });

    expect(await registry.metrics()).toMatch(/_seconds 1767229200\n/);
  });
});
