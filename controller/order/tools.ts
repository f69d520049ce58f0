import type { Challenge } from '../../api/challenge/challenge.ts';
import { TransientFailure } from '../../api/failure.ts';
import type { Order } from '../../api/order/order.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Cluster } from '../../runtime/cluster.ts';
import type { Store } from '../../runtime/store.ts';
import type { AcmeAccounts } from '../acme/accounts.ts';
import type { CaOrder } from '../acme/answers.ts';
import type { AcmeClient } from '../acme/client.ts';
import type { Polls } from '../acme/polls.ts';
import type { Adoption } from './adopt.ts';
import type { Claims } from './claims.ts';
import type { OrderSeen } from './seen.ts';

export interface OrderTools {
  readonly cluster: Pick<Cluster, 'create' | 'delete' | 'get'>;
  readonly challenges: Store<Challenge>;
  readonly accounts: AcmeAccounts;
  readonly clock: Clock;
  readonly claims: Claims;
  readonly adoption: Adoption;
  /** What the CA said about orders, by {@link pollKey}. */
  readonly polls: Polls<CaOrder>;
  /** Uids of Challenges that were deleted and may not be gone yet. */
  readonly deleted: Set<string>;
  /** Whether another Order object has this URL written down. */
  urlTaken(url: string, uid: string): boolean;
}

/** While proofs are under way the CA is asked now and then; once they are given, as often as it likes. */
export function pollKey(order: Order, phase: 'proving' | 'proven'): string {
  return `${order.metadata.uid}/${phase}`;
}

/** The client of the account that places the order. @throws {TransientFailure} while there is none */
export async function clientOf(
  { accounts }: Pick<OrderTools, 'accounts'>,
  { issuer }: OrderSeen,
): Promise<AcmeClient> {
  if (issuer.is === 'found') return accounts.ready(issuer);
  const why = issuer.is === 'missing' ? issuer.message : 'the issuer belongs to another controller';
  throw new TransientFailure('IssuerNotFound', `The Order cannot go on: ${why}`);
}
