import type { Order } from '../../order/order.ts';
import { acme, http01, issuer, object } from '../example.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import { issuers } from '../../kinds.ts';

const order = object('acme.cert-manager.io/v1', 'Order', {
  spec: { issuerRef: { name: 'ca' }, request: 'YQ==', dnsNames: ['shop.example'] },
});

export const ordersNameAnAcmeIssuer: ReferenceRule<Order> = {
  id: 'reference/orders-name-an-acme-issuer',
  field: 'spec.issuerRef',
  severity: 'deny',
  source: 'gap O4: an Order is placed with an ACME server; without one it waits for ever',
  passes: [[order, issuer(acme([http01]))]],
  fails: [
    [order, issuer()],
    [order, issuer(acme([http01]), { name: 'other' })],
  ],
  check(order, world) {
    const { issuerRef } = order.spec;
    if (issuerRef.group && issuerRef.group !== issuers.group) return [];
    const found = world.issuersOf(order, issuerRef);
    if (found === undefined || found.some(({ spec }) => spec.acme !== undefined)) return [];
    const detail = `there is no ACME issuer of that name`;
    return [{ field: 'spec.issuerRef.name', kind: 'Invalid', value: issuerRef.name, detail }];
  },
};
