import { Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';

import type { Certificate } from '../api/certificate/certificate.ts';
import { createStore } from '../runtime/memory-store.ts';
import { fine } from '../test/build/certificate-seen.ts';
import { certificate } from '../test/build/certificate.ts';
import { condition } from '../test/build/object.ts';
import { addConditionMetrics } from './condition-metrics.ts';
import type { Stores } from './wiring.ts';

const overdue = { ...fine, conditions: [...(fine.conditions ?? []), condition('RenewalOverdue', 'True')] };
const certificates = createStore<Certificate>();
certificates.replaceAll(
  [
    certificate({ status: fine }),
    certificate({ status: overdue, metadata: { name: 'old', namespace: 'web', uid: 'old' } }),
  ],
  '1',
);

async function scrape(stores: Stores | undefined): Promise<string> {
  const registry = new Registry();
  addConditionMetrics(registry, () => stores);
  return registry.metrics();
}

describe('what the controller tells of all its Certificates', () => {
  it('counts conditions by namespace, and only those that somebody has', async () => {
    const text = await scrape({ certificates } as unknown as Stores);

    expect(text).toContain('certloom_certificate_conditions{namespace="web",condition="Ready"} 2');
    expect(text).toContain('certloom_certificate_conditions{namespace="web",condition="RenewalOverdue"} 1');
    expect(text).not.toContain('Conflict');
    expect(text).toContain('certloom_controller_leading 1');
  });

  it('is nothing in a replica that does not lead, and it says so', async () => {
    const text = await scrape(undefined);

    expect(text).not.toContain('{');
    expect(text).toContain('certloom_controller_leading 0');
  });
});
