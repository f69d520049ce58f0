import { Gauge, type Registry } from '@prometheus-io/client';

import type { Certificate } from '../api/certificate/certificate.ts';
import { isTrue } from '../api/conditions.ts';
import type { Stores } from './wiring.ts';

/** The conditions of Certificates that people wait for, or want to hear of. */
const conditionTypes = ['Ready', 'Issuing', 'Reconciling', 'Stalled', 'RenewalOverdue', 'Conflict'] as const;

/**
 * What upstream's gauges of single objects do not tell: how many Certificates of a namespace have a condition, and whether
 * this process is the one that looks after them.
 *
 * @param stores `undefined` while this process does not lead, or does not know everything yet
 */
export function addConditionMetrics(registry: Registry, stores: () => Stores | undefined): void {
  const conditions = new Gauge({
    name: 'certloom_certificate_conditions',
    help: 'Certificates of a namespace whose condition of this type is True; namespaces with none are left out.',
    labelNames: ['namespace', 'condition'] as const,
    registers: [],
    collect() {
      this.reset();
      for (const [namespace, counts] of countConditions(stores()?.certificates.list() ?? []))
        for (const [condition, count] of counts) this.set({ namespace, condition }, count);
    },
  });
  const leading = new Gauge({
    name: 'certloom_controller_leading',
    help: '1 while this process leads and looks after objects, 0 while it waits for its turn or for its caches.',
    registers: [],
    collect() {
      this.set(stores() === undefined ? 0 : 1);
    },
  });
  registry.registerMetric(conditions);
  registry.registerMetric(leading);
}

/** Counted first, because gauges of a registry are slow and Certificates many. */
function countConditions(
  certificates: readonly Certificate[],
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const byNamespace = new Map<string, Map<string, number>>();
  for (const { metadata, status } of certificates) {
    const namespace = metadata.namespace ?? '';
    const counts = byNamespace.get(namespace) ?? new Map<string, number>();
    byNamespace.set(namespace, counts);
    const held = conditionTypes.filter((type) => isTrue(status?.conditions, type));
    for (const type of held) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return byNamespace;
}
