import type { KubeObject } from '../../api/resource.ts';
import { challengeIndexes } from '../../controller/challenge/indexes.ts';
import type { DashboardStores, View } from '../../controller/dashboard/model/view.ts';
import { certificateIndexes, requestIndexes } from '../../controller/indexes.ts';
import { orderIndexes } from '../../controller/order/indexes.ts';
import { defaultSettings } from '../../controller/settings.ts';
import { createStore, type MemoryStore } from '../../runtime/memory-store.ts';

/** The stores of a controller that knows these objects, and no others. */
export function storesOf(...objects: readonly KubeObject[]) {
  const filled = <T extends KubeObject>(kind: string, store: MemoryStore<T>): MemoryStore<T> => {
    store.replaceAll(objects.filter((object) => object.kind === kind) as unknown as readonly T[], '1');
    return store;
  };
  return {
    certificates: filled('Certificate', createStore(certificateIndexes)),
    requests: filled('CertificateRequest', createStore(requestIndexes)),
    orders: filled('Order', createStore(orderIndexes)),
    challenges: filled('Challenge', createStore(challengeIndexes)),
    issuers: filled('Issuer', createStore()),
    clusterIssuers: filled('ClusterIssuer', createStore()),
  } satisfies DashboardStores;
}

/** What the dashboard sees of these objects at an instant. */
export function viewAt(now: string, ...objects: readonly KubeObject[]): View {
  return { stores: storesOf(...objects), now: new Date(now), settings: defaultSettings };
}
