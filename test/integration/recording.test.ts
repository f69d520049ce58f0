import { beforeAll, describe, expect, it } from 'vitest';

import { startedFor } from '../cluster/suite.ts';
import { startTestCluster } from '../cluster/test-cluster.ts';
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
};

describe('the recording of upstream, replayed on our controller, webhook and all', () => {
  const cluster = startedFor(() => startTestCluster({ pebble }));

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
