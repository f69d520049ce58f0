import type { Rule } from '../../rule.ts';
import type { OrderCandidate } from '../candidate.ts';
import type { Order } from '../order.ts';
import { authorizationsAreFrozen } from './authorizations-are-frozen.ts';
import { namesAreThoseOfTheRequest } from './names-are-those-of-the-request.ts';
import { requestIsFrozen } from './request-is-frozen.ts';
import { requestParses } from './request-parses.ts';
import { resultsAreFrozen } from './results-are-frozen.ts';
import { specIsFrozen } from './spec-is-frozen.ts';

/** Every rule about a change of an Order: what the CA said once stays as it was said. */
export const orderRules: readonly Rule<Order>[] = [
  requestIsFrozen,
  specIsFrozen,
  resultsAreFrozen,
  authorizationsAreFrozen,
];

/** What a new Order is asked about its CSR. */
export const newOrderRules: readonly Rule<OrderCandidate>[] = [requestParses, namesAreThoseOfTheRequest];
