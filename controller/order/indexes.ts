import type { Order } from '../../api/order/order.ts';
import type { Indexes } from '../../runtime/store.ts';
import { issuerIndexValue } from '../indexes.ts';
import { controllerUid } from '../owner.ts';
import { isFailed, isIssued } from './state.ts';

/** How Orders are found. */
export const orderIndexes = {
  /** Orders that are not finished, by {@link issuerIndexValue} of their issuer. */
  issuer: ({ spec: { issuerRef }, status, metadata }: Order) =>
    isIssued(status) || isFailed(status)
      ? []
      : [issuerIndexValue(issuerRef.kind || 'Issuer', issuerRef.name, metadata.namespace)],
  /** Orders that are not finished, by the uid of the request that wants them. */
  request: (order: Order) =>
    isIssued(order.status) || isFailed(order.status) ? [] : [controllerUid(order) ?? ''],
  /** Uid of the request that wants them. */
  owner: (order: Order) => [controllerUid(order) ?? ''],
  /** By the URL they have at the CA: who it belongs to. */
  url: (order: Order) => (order.status?.url ? [order.status.url] : []),
} satisfies Indexes<Order>;
