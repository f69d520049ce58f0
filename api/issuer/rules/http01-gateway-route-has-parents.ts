import type { Rule, Violation } from '../../rule.ts';
import { atHttp01, statedHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const http01GatewayRouteHasParents: Rule<Issuer> = {
  id: 'issuer/http01-gateway-route-has-parents',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap H1: orders wait for ever, unless annotations of the Certificate name a parent',
  passes: [atHttp01({ gatewayHTTPRoute: { parentRefs: [{ name: 'public' }] } })],
  fails: [atHttp01({ gatewayHTTPRoute: {} }), atHttp01({ gatewayHTTPRoute: { parentRefs: [] } })],
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01: { gatewayHTTPRoute: route } }): Violation[] => {
      if (!route || (route.parentRefs && route.parentRefs.length > 0)) return [];
      const detail = 'name a Gateway, or annotate every Certificate';
      return [{ field: `${field}.gatewayHTTPRoute.parentRefs`, kind: 'Required', detail }];
    });
  },
};
