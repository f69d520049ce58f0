import { describe, expect, it } from 'vitest';

import type { Secret } from '../../api/secret.ts';
import type { Cluster } from '../../runtime/cluster.ts';
import { secret } from '../../test/build/secret.ts';
import { sharedReads } from './shared-reads.ts';

/** Answers when it is told to, and counts. */
function slowCluster() {
  const waiting: ((answer: Secret) => void)[] = [];
  const cluster = { get: () => new Promise((resolve) => waiting.push(resolve)) } as unknown as Pick<
    Cluster,
    'get'
  >;
  return { cluster, waiting };
}

describe('reading the Secret of a CA', () => {
  it('is done once for all who ask while it lasts', async () => {
    const { cluster, waiting } = slowCluster();
    const read = sharedReads(cluster, () => '1');
    const both = [read('web', 'ca-pair'), read('web', 'ca-pair')];
    waiting[0]?.(secret());

    expect(await Promise.all(both)).toEqual([secret(), secret()]);
    expect(waiting).toHaveLength(1);
  });

  it('is done again afterwards: nothing is kept', async () => {
    const { cluster, waiting } = slowCluster();
    const read = sharedReads(cluster, () => '1');
    const first = read('web', 'ca-pair');
    waiting[0]?.(secret());
    await first;
    void read('web', 'ca-pair');

    expect(waiting).toHaveLength(2);
  });

  it('is not shared with those who know of a newer version', () => {
    const { cluster, waiting } = slowCluster();
    let version = '1';
    const read = sharedReads(cluster, () => version);
    void read('web', 'ca-pair');
    version = '2';
    void read('web', 'ca-pair');

    expect(waiting).toHaveLength(2);
  });
});
