import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Failure } from '../../api/failure.ts';
import type { Order } from '../../api/order/order.ts';
import type { CaOrder } from '../acme/answers.ts';
import type { IssuerLookup } from '../issuer-ref.ts';

/** What the CA says about the order, asked not longer ago than it wanted. */
export type CaReport =
  | {
      readonly is: 'answered';
      readonly order: CaOrder;
      /** Until it may be asked again. */
      readonly nextSeconds: number;
    }
  | { readonly is: 'failed'; readonly failure: Failure };

/** Everything that decides what becomes of an Order. */
export interface OrderSeen {
  readonly order: Order;
  readonly now: Date;
  readonly issuer: IssuerLookup;
  /** The Order's own. */
  readonly challenges: readonly Challenge[];
  /** Only where the phase calls for it. */
  readonly ca?: CaReport;
}
