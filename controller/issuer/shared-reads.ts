import { type Secret, secrets } from '../../api/secret.ts';
import type { Cluster } from '../../runtime/cluster.ts';

/** Reads a Secret from the API server. */
export type ReadSecret = (namespace: string, name: string) => Promise<Secret | undefined>;

/**
 * Reads Secrets live; those who ask for one while it is being read share the answer. Nothing is kept afterwards: a private
 * key lives as long as the signature that needs it.
 *
 * @param versionOf the version the cache knows: who knows of a newer one does not join an older read
 */
export function sharedReads(
  cluster: Pick<Cluster, 'get'>,
  versionOf: (secretKey: string) => string | undefined,
): ReadSecret {
  const inFlight = new Map<string, Promise<Secret | undefined>>();
  return (namespace, name) => {
    const version = `${namespace}/${name}@${versionOf(`${namespace}/${name}`) ?? ''}`;
    const joined = inFlight.get(version);
    if (joined !== undefined) return joined;
    const read = cluster.get(secrets, { namespace, name }).finally(() => inFlight.delete(version));
    inFlight.set(version, read);
    return read;
  };
}
