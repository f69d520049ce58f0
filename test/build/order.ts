import { orders } from '../../api/kinds.ts';
import type { Order, OrderSpec, OrderStatus } from '../../api/order/order.ts';
import { build, type Overrides } from './object.ts';

/** `web/shop-1-100`: the order of the request `shop-1` at the issuer `acme`; its CSR is not a real one. */
export function order(overrides: Overrides<OrderSpec, OrderStatus> = {}): Order {
  const spec: OrderSpec = {
    request: Buffer.from('not a real CSR').toString('base64'),
    issuerRef: { name: 'acme' },
    dnsNames: ['shop.example'],
  };
  return build(orders, spec, { name: 'shop-1-100', ...overrides });
}
