import { rfc3339 } from '../../api/conditions.ts';
import type { AcmeState, OrderStatus } from '../../api/order/order.ts';
import { challengeOf } from './phase.ts';
import type { OrderSeen } from './seen.ts';
import { isFailed } from './state.ts';

/** The status of an Order that has failed for good: another attempt is another Order. */
export function over(status: OrderStatus, state: AcmeState, reason: string, now: Date): OrderStatus {
  return { ...status, state, reason, failureTime: rfc3339(now) };
}

/** One proof failed. The text that matters is the Challenge's; upstream leaves the Order's reason empty. */
export function refuted({ order, challenges, now }: OrderSeen, status: OrderStatus): OrderStatus {
  const owned = (status.authorizations ?? []).flatMap((one) => challengeOf(one, challenges) ?? []);
  const failed = owned.find((challenge) => isFailed(challenge.status));
  if (failed === undefined)
    return over(status, 'errored', `A challenge of ${order.metadata.name} failed`, now);
  const { spec, status: { state = 'errored', reason = '' } = {} } = failed;
  const domain = spec.wildcard === true ? `*.${spec.dnsName}` : spec.dnsName;
  return over(status, state, `Challenge for domain "${domain}" failed: ${reason}`, now);
}
