import { ofHttp01 } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atHttp01, statedHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const http01HasOneRoute: Rule<Issuer> = {
  id: 'issuer/http01-has-one-route',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 HT1, HT2',
  passes: [atHttp01({ ingress: {} }), atHttp01({ gatewayHTTPRoute: {} })],
  fails: [atHttp01({}), atHttp01({ ingress: {}, gatewayHTTPRoute: {} })],
  cel: [
    ofHttp01('!(has(entry.http01.ingress) && has(entry.http01.gatewayHTTPRoute))', { tells: 'Forbidden' }),
    ofHttp01('has(entry.http01.ingress) || has(entry.http01.gatewayHTTPRoute)', { tells: 'Required' }),
  ],
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01: { ingress, gatewayHTTPRoute } }): Violation[] => {
      if (ingress && gatewayHTTPRoute)
        return [{ field, kind: 'Forbidden', detail: 'only one of ingress and gatewayHTTPRoute may be set' }];
      if (ingress || gatewayHTTPRoute) return [];
      return [{ field, kind: 'Required', detail: 'state ingress or gatewayHTTPRoute' }];
    });
  },
};
