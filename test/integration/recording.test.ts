import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

import { startSolverPods } from '../cluster/solver-pods.ts';
import { startedFor } from '../cluster/suite.ts';
import { type TestCluster, startTestCluster } from '../cluster/test-cluster.ts';
import { startTraefik } from '../cluster/traefik.ts';
import { addressesOf, sceneMovedTo } from '../recording/addresses.ts';
import { differences } from '../recording/differences.ts';
import { divergences } from '../recording/divergences.ts';
import { type Verdict, judge } from '../recording/judge.ts';
import { replay } from '../recording/replay.ts';
import { readScene } from '../recording/scene.ts';
import { scenes } from '../recording/tape.ts';

/** The CA of the recording refused one name, and what it issued was valid for so long. */
const pebble = {
  blockedDomains: ['google.com'],
  profiles: { default: { description: 'as recorded', validityPeriod: 442_800 } },
  httpPort: 80,
};

/** The cluster, and what the recording called nginx: an ingress controller that the names of the scene `http01` lead to. */
async function start(): Promise<TestCluster> {
  const address = `127.${randomInt(16, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`;
  const records = [`*.ingress-nginx.http01 60 IN A ${address}`];
  const cluster = await startTestCluster({ pebble, zones: [{ name: 'example.com', records }] });
  try {
    const ingressController = await startTraefik(cluster.plane, { address, ingressClass: 'nginx' });
    const pods = startSolverPods(cluster.plane);
    return {
      ...cluster,
      async stop(options) {
        await pods.stop();
        await ingressController.stop();
        await cluster.stop(options);
      },
    };
  } catch (error) {
    await cluster.stop({ keepLogs: true });
    throw error;
  }
}

describe('the recording of upstream, replayed on our controller, webhook and all', () => {
  const cluster = startedFor(start);

  describe.each(scenes)('the scene %s', (name) => {
    let verdict: Verdict;

    beforeAll(async () => {
      const { plane } = cluster();
      await plane.kubectlOrThrow(['create', 'namespace', name]);
      const scene = sceneMovedTo(addressesOf(cluster()), readScene(name));
      const ours = await replay(plane, scene);
      verdict = judge(name, differences(scene.final, ours), divergences);
    });

    it('ends as upstream ended it, apart from what is listed', () => {
      expect(verdict.unlisted).toEqual([]);
    });

    it('still ends otherwise where that is listed', () => {
      expect(verdict.gone).toEqual([]);
    });
  });
});
