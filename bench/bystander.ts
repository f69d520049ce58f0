import type { Resource } from '../api/resource.ts';
import { percentile } from '../test/integration/dns-solver-load.ts';
import { type Arena, namespace } from './arena.ts';
import type { Figure } from './suite.ts';

const configMaps: Resource = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
};

const everyMs = 50;

/** Somebody who has nothing to do with certificates, and writes one object of the same API server again and again. */
export interface Bystander {
  /** What its writes took, from when they were due. */
  leave(): Promise<readonly Figure[]>;
}

export async function startBystander({ plane }: Arena): Promise<Bystander> {
  const name = { namespace, name: 'bystander' };
  await plane.admin.create(configMaps, { metadata: name });
  const took: number[] = [];
  const running: Promise<void>[] = [];
  const write = async (): Promise<void> => {
    const began = performance.now();
    await plane.admin.patch(configMaps, name, { data: { at: `${began}` } });
    took.push(performance.now() - began);
  };
  const timer = setInterval(() => running.push(write()), everyMs);
  return {
    async leave() {
      clearInterval(timer);
      await Promise.all(running);
      return [
        { name: "a bystander's write, p50", value: percentile(took, 0.5), unit: 'ms' },
        { name: "a bystander's write, p99", value: percentile(took, 0.99), unit: 'ms' },
      ];
    },
  };
}
