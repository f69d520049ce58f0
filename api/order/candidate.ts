import type { Example } from '../rule.ts';
import type { Order } from './order.ts';

/** What only the `pki` room can read out of `spec.request`: the DNS names and IP addresses, that of the subject included. */
export type DecodedOrder = { readonly error: string } | { readonly identifiers: readonly string[] };

/** A new Order as rules about its CSR see it. Callers decode first. */
export interface OrderCandidate {
  readonly order: Order;
  readonly decoded: DecodedOrder;
}

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

/** An example of a new Order whose CSR asks for these names, or cannot be read. */
export function asked(
  spec: object,
  csr: readonly string[] | { readonly error: string },
): Example<OrderCandidate> {
  return { after: { order: order({ spec }), decoded: 'error' in csr ? csr : { identifiers: csr } } };
}
