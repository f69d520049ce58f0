import type { IssuerRef } from '../../api/references.ts';
import type { Order } from '../../api/order/order.ts';
import type { Indexes } from '../../runtime/store.ts';
import { isFailed, isIssued } from './state.ts';

/** How Orders are found. */
export const orderIndexes = {
  /** Orders that are not finished, by {@link issuerKey} of their issuer. */
  issuer: (order: Order) =>
    isIssued(order.status) || isFailed(order.status)
      ? []
      : [issuerKey(order.spec.issuerRef, order.metadata.namespace ?? '')],
  /** By the URL they have at the CA: who it belongs to. */
  url: (order: Order) => (order.status?.url ? [order.status.url] : []),
} satisfies Indexes<Order>;

/** `Issuer/namespace/name` or `ClusterIssuer/name`. */
export function issuerKey(ref: IssuerRef, namespace: string): string {
  return ref.kind === 'ClusterIssuer' ? `ClusterIssuer/${ref.name}` : `Issuer/${namespace}/${ref.name}`;
}
