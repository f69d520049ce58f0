import { ofHttp01 } from '../cel.ts';
import { has } from '../../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atHttp01, statedHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

function serviceType(field: string, type: string | undefined): readonly Violation[] {
  if (!type || type === 'ClusterIP' || type === 'NodePort') return [];
  return [{ field, kind: 'Invalid', value: type, detail: 'must be ClusterIP or NodePort, or left out' }];
}

export const http01ServiceTypeIsKnown: Rule<Issuer> = {
  id: 'issuer/http01-service-type-is-known',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 HT5, HT6',
  passes: [atHttp01({ ingress: { serviceType: 'ClusterIP' } })],
  fails: [
    atHttp01({ ingress: { serviceType: 'LoadBalancer' } }),
    atHttp01({ gatewayHTTPRoute: { serviceType: 'ExternalName' } }),
  ],
  cel: ['ingress', 'gatewayHTTPRoute'].map((route) =>
    ofHttp01(
      `!(${has('entry.http01', `${route}.serviceType`)}) || entry.http01.${route}.serviceType in ['', 'ClusterIP', 'NodePort']`,
      { value: `entry.http01.${route}.serviceType`, tells: `${route}.serviceType` },
    ),
  ),
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01: { ingress, gatewayHTTPRoute } }) => [
      ...serviceType(`${field}.ingress.serviceType`, ingress?.serviceType),
      ...serviceType(`${field}.gatewayHTTPRoute.serviceType`, gatewayHTTPRoute?.serviceType),
    ]);
  },
};
