import type { Rule } from '../../rule.ts';
import { asked, type OrderCandidate } from '../candidate.ts';

export const requestParses: Rule<OrderCandidate> = {
  id: 'order/request-parses',
  field: 'spec.request',
  severity: 'deny',
  source: 'gap O3; RFC 8555 section 7.4: the order is finalized with it',
  passes: [asked({ dnsNames: ['shop.example'] }, ['shop.example'])],
  fails: [asked({}, { error: 'not PEM' })],
  beyondCel: 'reads-a-request',
  check({ decoded }, before) {
    if (before || !('error' in decoded)) return [];
    return [{ field: 'spec.request', kind: 'Invalid', detail: `failed to decode csr: ${decoded.error}` }];
  },
};
