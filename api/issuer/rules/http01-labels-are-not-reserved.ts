import { ofHttp01 } from '../cel.ts';
import { has } from '../../cel.ts';
import { http01Labels } from '../../annotations.ts';
import { mapKey } from '../../field-syntax.ts';
import type { Rule } from '../../rule.ts';
import { atHttp01, statedHttp01 } from '../candidate.ts';
import type { Http01GatewayHttpRoute, Http01Ingress, Http01Solver, Issuer } from '../issuer.ts';

const reserved: readonly string[] = Object.values(http01Labels);

type Labels = Readonly<Record<string, string>> | undefined;
type Stated = readonly (readonly [member: string, labels: Labels])[];

function ofIngress({ podTemplate, ingressTemplate }: Http01Ingress): Stated {
  return [
    ['ingress.podTemplate.metadata.labels', podTemplate?.metadata?.labels],
    ['ingress.ingressTemplate.metadata.labels', ingressTemplate?.metadata?.labels],
  ];
}

function ofRoute({ podTemplate, labels }: Http01GatewayHttpRoute): Stated {
  return [
    ['gatewayHTTPRoute.podTemplate.metadata.labels', podTemplate?.metadata?.labels],
    ['gatewayHTTPRoute.labels', labels],
  ];
}

/** Every place in which labels for what answers a challenge can be stated. */
function statedLabels({ ingress, gatewayHTTPRoute: route }: Http01Solver): Stated {
  return [...(ingress ? ofIngress(ingress) : []), ...(route ? ofRoute(route) : [])];
}

const labelPaths = [
  'ingress.podTemplate.metadata.labels',
  'ingress.ingressTemplate.metadata.labels',
  'gatewayHTTPRoute.podTemplate.metadata.labels',
  'gatewayHTTPRoute.labels',
];

const labels = { 'acme.cert-manager.io/http-domain': 'x' };

export const http01LabelsAreNotReserved: Rule<Issuer> = {
  id: 'issuer/http01-labels-are-not-reserved',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'gap H5: what was made for a challenge is not found again, and another one is made, without end',
  passes: [atHttp01({ ingress: { podTemplate: { metadata: { labels: { team: 'web' } } } } })],
  fails: [
    atHttp01({ ingress: { podTemplate: { metadata: { labels } } } }),
    atHttp01({ ingress: { ingressTemplate: { metadata: { labels } } } }),
    atHttp01({ gatewayHTTPRoute: { parentRefs: [{ name: 'public' }], labels } }),
    atHttp01({
      gatewayHTTPRoute: { parentRefs: [{ name: 'public' }], podTemplate: { metadata: { labels } } },
    }),
  ],
  cel: labelPaths.map((path) => {
    const labels = `entry.http01.${path}`;
    const isFree = `!(${has('entry.http01', path)}) || !${labels}.exists(key, key in ${JSON.stringify(reserved)})`;
    return ofHttp01(isFree, {
      says: {
        field: `spec.acme.solvers[0].http01.${path}`,
        kind: 'Forbidden',
        detail:
          'the controller finds its own objects by these labels: leave out those of acme.cert-manager.io',
      },
    });
  }),
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01 }) =>
      statedLabels(http01).flatMap(([at, stated = {}]) =>
        Object.keys(stated)
          .filter((key) => reserved.includes(key))
          .map((key) => ({
            field: mapKey(`${field}.${at}`, key),
            kind: 'Forbidden' as const,
            detail: 'the controller finds its own objects by this label: leave it out',
          })),
      ),
    );
  },
};
