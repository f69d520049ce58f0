import type { Rule } from '../../rule.ts';
import type { Order } from '../order.ts';
import { authorizationsAreFrozen } from './authorizations-are-frozen.ts';
import { requestIsFrozen } from './request-is-frozen.ts';
import { resultsAreFrozen } from './results-are-frozen.ts';

/** Every rule about an Order: what the CA said once stays as it was said. */
export const orderRules: readonly Rule<Order>[] = [
  requestIsFrozen,
  resultsAreFrozen,
  authorizationsAreFrozen,
];
