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
  /**
   * What the API server took for its writes, by its own log: a client that is busy with other things at the same time
   * would measure itself.
   */
  leave(): Promise<readonly Figure[]>;
}

export async function startBystander({ plane }: Arena): Promise<Bystander> {
  const name = { namespace, name: 'bystander' };
  await plane.admin.create(configMaps, { metadata: name });
  const running: Promise<unknown>[] = [];
  const write = () => plane.admin.patch(configMaps, name, { data: { at: `${performance.now()}` } });
  const timer = setInterval(() => running.push(write()), everyMs);
  return {
    async leave() {
      clearInterval(timer);
      await Promise.all(running);
      const took = (await plane.auditEvents())
        .filter(({ verb, objectRef }) => verb === 'patch' && objectRef?.name === name.name)
        .map((event) => Date.parse(event.stageTimestamp) - Date.parse(event.requestReceivedTimestamp));
      return [
        { name: "a bystander's write, p50", value: percentile(took, 0.5), unit: 'ms' },
        { name: "a bystander's write, p99", value: percentile(took, 0.99), unit: 'ms' },
      ];
    },
  };
}
