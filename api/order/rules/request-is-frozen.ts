import { keeps } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { changed } from '../candidate.ts';
import type { Order } from '../order.ts';

const detail = 'cannot be changed once set';

export const requestIsFrozen: Rule<Order> = {
  id: 'order/request-is-frozen',
  field: 'spec.request',
  severity: 'deny',
  source: 'cert-manager v1.21 OR1',
  passes: [changed({}, {})],
  fails: [changed({ spec: { request: 'YQ==' } }, { spec: { request: 'Yg==' } })],
  cel: [{ valid: keeps('spec.request') }],
  check(after, before) {
    if (!before?.spec.request || before.spec.request === after.spec.request) return [];
    return [{ field: 'spec.request', kind: 'Forbidden', detail }];
  },
};
