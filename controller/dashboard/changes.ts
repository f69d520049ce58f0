import { type KubeObject, keyOf } from '../../api/resource.ts';
import type { DashboardStores } from './model/view.ts';

type Stop = () => void;

/** Calls the listener for every change of anything. @returns what stops it */
export function anyChange(stores: DashboardStores, listener: () => void): readonly Stop[] {
  return Object.values(stores).map((store) => store.subscribe(listener));
}

/** Calls the listener when a Certificate changes, something that was made for it, or an issuer that it may have. */
export function changesAbout(stores: DashboardStores, key: string, listener: () => void): readonly Stop[] {
  const namespace = key.split('/')[0];
  const ofRequest = (object: KubeObject): boolean => ownerKey(object) === key;
  const ofOrder = (object: KubeObject): boolean => leadsTo(object, stores.requests, ofRequest);
  const ofChallenge = (object: KubeObject): boolean => leadsTo(object, stores.orders, ofOrder);
  const when = (matches: (object: KubeObject) => boolean) => (change: { readonly object: KubeObject }) => {
    if (matches(change.object)) listener();
  };
  return [
    stores.certificates.subscribe(when((object) => keyOf(object) === key)),
    stores.requests.subscribe(when(ofRequest)),
    stores.orders.subscribe(when(ofOrder)),
    stores.challenges.subscribe(when(ofChallenge)),
    stores.issuers.subscribe(when(({ metadata }) => metadata.namespace === namespace)),
    stores.clusterIssuers.subscribe(listener),
  ];
}

/** One whose owner is gone is going itself, and the owner was told of. */
function leadsTo(
  object: KubeObject,
  owners: { get(key: string): KubeObject | undefined },
  matches: (owner: KubeObject) => boolean,
): boolean {
  const owner = owners.get(ownerKey(object));
  return owner !== undefined && matches(owner);
}

/** By name: uids are not what stores look for here, and names of one owner are not taken again while it lives. */
function ownerKey({ metadata: { namespace = '', ownerReferences = [] } }: KubeObject): string {
  const { name = '' } = ownerReferences.find(({ controller }) => controller === true) ?? {};
  return `${namespace}/${name}`;
}
