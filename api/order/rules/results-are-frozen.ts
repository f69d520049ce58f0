import type { Rule } from '../../rule.ts';
import { changed } from '../candidate.ts';
import type { Order } from '../order.ts';

export const resultsAreFrozen: Rule<Order> = {
  id: 'order/results-are-frozen',
  field: 'status',
  severity: 'deny',
  source: 'cert-manager v1.21 OR2',
  passes: [changed({}, { status: { url: 'https://acme.example/order/1' } })],
  fails: [
    changed({ status: { url: 'https://acme.example/order/1' } }, { status: {} }),
    changed({ status: { certificate: 'YQ==' } }, { status: { certificate: 'Yg==' } }),
  ],
  check(after, before) {
    return (['url', 'finalizeURL', 'certificate'] as const).flatMap((member) => {
      const was = before?.status?.[member];
      if (!was || was === after.status?.[member]) return [];
      return [
        { field: `status.${member}`, kind: 'Forbidden' as const, detail: 'cannot be changed once set' },
      ];
    });
  },
};
