import type { Example } from '../rule.ts';
import type { Order } from './order.ts';

interface Overrides {
  readonly spec?: object;
  readonly status?: object;
}

function order({ spec, status }: Overrides): Order {
  return {
    apiVersion: 'acme.cert-manager.io/v1',
    kind: 'Order',
    metadata: { name: 'shop-1-1', namespace: 'web' },
    spec: { issuerRef: { name: 'acme' }, request: 'YQ==', ...spec },
    ...(status && { status }),
  };
}

/** An example of an Order that is changed. */
export function changed(before: Overrides, after: Overrides): Example<Order> {
  return { before: order(before), after: order(after) };
}
