import { Registry } from '@prometheus-io/client';
import { createAcmeMetrics } from '../../controller/acme/metrics.ts';
import { createIssuanceMetrics } from '../../controller/certificate/issuance-metrics.ts';
import { createChallengeMetrics } from '../../controller/challenge/metrics.ts';
import { addConditionMetrics } from '../../controller/condition-metrics.ts';
import { addObjectMetrics } from '../../controller/object-metrics.ts';
import type { Stores } from '../../controller/wiring.ts';
import { createCallMetrics } from '../../dns-solver/call-metrics.ts';
import { createChanging } from '../../runtime/changing.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import { addServingMetric } from '../../runtime/serving-metrics.ts';
import { createReviewMetrics } from '../../webhook/review-metrics.ts';
import { certificate } from '../build/certificate.ts';
import { challenge } from '../build/challenge.ts';
import { issuer } from '../build/issuer.ts';
import { type Metric, sortedByName } from './described-metrics.ts';
import { readExposition } from './exposition.ts';

/** What the client library keeps of a metric, and does not say in its types. */
interface Registered {
  readonly name: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

/** Every metric that the roles register, whether or not there is anything to count, as one list sorted by name. */
export function registeredMetrics(): readonly Metric[] {
  const registries = [webhook(), controller(), solver()];
  const all = registries.flatMap((registry) => registry.getMetricsAsArray() as unknown as Registered[]);
  const known = new Map(
    all.map(({ name, type, labelNames }) => [name, { name, type, labels: [...labelNames].sort() }]),
  );
  return sortedByName([...known.values(), ...metricsOfObjects()]);
}

function webhook(): Registry {
  const { registry } = createMetrics(undefined, 'webhook');
  createReviewMetrics(registry);
  addServingMetric(registry, createChanging());
  return registry;
}

function controller(): Registry {
  const registry = new Registry();
  addConditionMetrics(registry, () => undefined);
  createAcmeMetrics(registry);
  createIssuanceMetrics(registry);
  createChallengeMetrics(registry);
  return registry;
}

function solver(): Registry {
  const registry = new Registry();
  createCallMetrics(registry, []);
  return registry;
}

/** These are text from the start, so something has to be there for their labels to be seen. */
function metricsOfObjects(): readonly Metric[] {
  const known = {
    certificates: { list: () => [certificate()] },
    issuers: { list: () => [issuer()] },
    clusterIssuers: { list: () => [issuer()] },
    challenges: { list: () => [challenge()] },
  } as unknown as Stores;
  const texts: string[] = [];
  addObjectMetrics({ addText: (text) => void texts.push(...text()) }, () => known);
  const { types, samples } = readExposition(texts.join(''));
  return [...types].map(([name, type]) => {
    const labels = samples.find((sample) => sample.name === name)?.labels ?? {};
    return { name, type, labels: Object.keys(labels).sort() };
  });
}
