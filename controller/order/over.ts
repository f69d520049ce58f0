import type { Challenge } from '../../api/challenge/challenge.ts';
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
  const { state = 'errored', reason = '' } = failed.status ?? {};
  return over(status, state, `Challenge for domain "${domainOf(failed)}" failed: ${reason}`, now);
}

/** What a proof under way complains of is said on the Order as well: people look there first. */
export function withTrouble(status: OrderStatus, challenges: readonly Challenge[]): OrderStatus {
  const troubled = challenges.find(
    (one) => one.status?.state !== 'valid' && (one.status?.reason ?? '') !== '',
  );
  if (troubled === undefined) return status;
  return { ...status, reason: `Challenge for domain "${domainOf(troubled)}": ${troubled.status?.reason}` };
}

function domainOf({ spec }: Challenge): string {
  return spec.wildcard === true ? `*.${spec.dnsName}` : spec.dnsName;
}
