import { Gauge, type Registry } from '@prometheus-io/client';

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
      for (const { metadata, status } of stores()?.certificates.list() ?? [])
        for (const condition of conditionTypes)
          if (isTrue(status?.conditions, condition))
            this.inc({ namespace: metadata.namespace ?? '', condition });
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
