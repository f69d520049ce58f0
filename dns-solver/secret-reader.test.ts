import { describe, expect, it } from 'vitest';
import type { Cluster } from '../runtime/cluster.ts';
import { createSecretReader } from './secret-reader.ts';

/** A cluster with one Secret, which counts how often it is read. */
function clusterWithSecret() {
  let reads = 0;
  const data = { id: Buffer.from('AKID').toString('base64'), key: Buffer.from('k\n').toString('base64') };
  const get = (_: unknown, { name }: { readonly name: string }) => {
    reads += 1;
    return Promise.resolve(name === 'dnspod' ? { metadata: { name }, data } : undefined);
  };
  return { cluster: { get } as unknown as Cluster, reads: () => reads };
}

describe('the credentials of a call', () => {
  it('are read as they are stored, each Secret once', async () => {
    const { cluster, reads } = clusterWithSecret();
    const read = createSecretReader(cluster, 'web');

    expect(await Promise.all(['id', 'key'].map((key) => read({ name: 'dnspod', key })))).toEqual([
      'AKID',
      'k\n',
    ]);
    expect(reads()).toBe(1);

    await createSecretReader(cluster, 'web')({ name: 'dnspod', key: 'id' });
    expect(reads()).toBe(2); // another call sees what has changed since
  });

  it.each([
    ['none', 'id', 'Secret "web/none" does not exist'],
    ['dnspod', 'token', 'Secret "web/dnspod" has no key "token"'],
    ['dnspod', 'constructor', 'Secret "web/dnspod" has no key "constructor"'],
    ['../x', 'id', '"../x" is not the name of a Secret'],
  ])('say what is missing: %s, %s', async (name, key, message) => {
    const { cluster } = clusterWithSecret();

    await expect(createSecretReader(cluster, 'web')({ name, key })).rejects.toThrow(message);
  });
});
