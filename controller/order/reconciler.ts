import { orders as orderResource } from '../../api/kinds.ts';
import type { OrderStatus } from '../../api/order/order.ts';
import { apiVersionOf } from '../../api/resource.ts';
import type { Reconciler } from '../../runtime/reconcile.ts';
import { writeStatusOnce } from '../../runtime/status.ts';
import { CaRefusal } from '../acme/refusal.ts';
import { isTold } from '../acme/told.ts';
import { withGeneration } from '../conditions.ts';
import { findIssuer } from '../issuer-ref.ts';
import { isLosingOwner } from '../owner.ts';
import type { ControllerTools } from '../wiring.ts';
import { act } from './act.ts';
import { askCa } from './ask.ts';
import { decide } from './decide.ts';
import type { OrderAction } from './decide.ts';
import { over } from './over.ts';
import { phaseOf } from './phase.ts';
import type { OrderSeen } from './seen.ts';
import type { OrderTools } from './tools.ts';

export function orderReconciler(
  tools: ControllerTools,
  own: OrderTools,
): Reconciler<OrderSeen, OrderAction, OrderStatus> {
  const { stores, settings, clock, cluster } = tools;
  return {
    name: 'orders',
    async observe(key) {
      const order = stores.orders.get(key);
      if (order === undefined || order.metadata.deletionTimestamp !== undefined) return undefined;
      if (isLosingOwner(order, stores.requests)) return undefined;
      const { namespace = '', uid = '' } = order.metadata;
      const challenges = stores.challenges.by('owner', uid);
      const issuer = findIssuer(stores, order.spec.issuerRef, namespace, settings);
      const seen: OrderSeen = { order, issuer, challenges, now: clock.now() };
      const ca = await askCa(own, phaseOf(order, challenges), seen);
      return ca === undefined ? seen : { ...seen, ca };
    },
    decide,
    act: (action, seen) => act(own, action, seen),
    writeStatus({ order }, wanted) {
      const status = withGeneration(order, wanted);
      return writeStatusOnce({ cluster, resource: orderResource, store: stores.orders, seen: order, status });
    },
    failed(status, failure, { order, now }, attempts) {
      if (failure instanceof CaRefusal) return over(status, 'errored', failure.message, now);
      const told = isTold(failure, attempts) ? failure.message : order.status?.reason;
      return told === undefined ? status : { ...status, reason: told };
    },
    record({ order }, event) {
      tools.record.record({ ...order, apiVersion: apiVersionOf(orderResource), kind: 'Order' }, event);
    },
  };
}
