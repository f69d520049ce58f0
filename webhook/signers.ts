import type { Clock } from '../runtime/clock.ts';
import type { Cluster } from '../runtime/cluster.ts';
import { isNotFound } from '../runtime/api-error.ts';

/** How the API server knows a kind of issuer. */
export interface SignerResource {
  readonly plural: string;
  readonly namespaced: boolean;
}

interface ApiGroup {
  readonly versions?: readonly { readonly groupVersion: string }[];
}

interface ApiResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

/** How long "that group has no such kind" is believed. A group that is not there at all is asked for every time. */
const unknownKindSeconds = 30;
const rememberedUnknown = 1000;

/** Names of API groups (RFC 1123); whatever else an `issuerRef` says there is in no path that we ask for. */
const groupName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const ours: ReadonlyMap<string, SignerResource> = new Map([
  ['Issuer.cert-manager.io', { plural: 'issuers', namespaced: true }],
  ['ClusterIssuer.cert-manager.io', { plural: 'clusterissuers', namespaced: false }],
]);

async function discover(
  cluster: Pick<Cluster, 'request'>,
  kind: string,
  group: string,
): Promise<SignerResource | 'no such kind' | 'no such group'> {
  if (!groupName.test(group)) return 'no such group';
  try {
    const { versions = [] } = await cluster.request<ApiGroup>('GET', `/apis/${group}`);
    for (const { groupVersion } of versions) {
      const { resources = [] } = await cluster.request<ApiResourceList>('GET', `/apis/${groupVersion}`);
      const found = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
      if (found) return { plural: found.name, namespaced: found.namespaced };
    }
    return 'no such kind';
  } catch (error) {
    if (isNotFound(error)) return 'no such group';
    throw error;
  }
}

/**
 * Finds the resource behind an issuer's kind and group by API discovery; what was found is remembered for good.
 *
 * @returns a function that gives `undefined` when the API server serves no such kind
 */
export function createSignerLookup(
  cluster: Pick<Cluster, 'request'>,
  clock: Clock,
): (kind: string, group: string) => Promise<SignerResource | undefined> {
  const known = new Map(ours);
  const unknownUntil = new Map<string, number>();
  return async (kind, group) => {
    const key = `${kind}.${group}`;
    const remembered = known.get(key);
    if (remembered || (unknownUntil.get(key) ?? 0) > clock.now().getTime()) return remembered;
    const found = await discover(cluster, kind, group);
    if (typeof found === 'object') {
      known.set(key, found);
      return found;
    }
    if (unknownUntil.size >= rememberedUnknown) unknownUntil.clear();
    if (found === 'no such kind') unknownUntil.set(key, clock.now().getTime() + unknownKindSeconds * 1000);
    return undefined;
  };
}
