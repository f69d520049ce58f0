import { ofHttp01 } from '../cel.ts';
import { stated } from '../../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atHttp01, statedHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const http01IngressIsChosenOnce: Rule<Issuer> = {
  id: 'issuer/http01-ingress-is-chosen-once',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 HT3',
  passes: [atHttp01({ ingress: { ingressClassName: 'nginx' } })],
  fails: [atHttp01({ ingress: { class: 'nginx', name: 'shop' } })],
  cel: [
    ofHttp01(
      `!has(entry.http01.ingress) || [has(entry.http01.ingress.class), has(entry.http01.ingress.ingressClassName), ${stated('entry.http01.ingress', 'name')}].filter(one, one).size() <= 1`,
    ),
  ],
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01: { ingress } }): Violation[] => {
      if (!ingress) return [];
      const stated = [
        ingress.class !== undefined,
        ingress.ingressClassName !== undefined,
        Boolean(ingress.name),
      ];
      if (stated.filter(Boolean).length <= 1) return [];
      return [
        {
          field: `${field}.ingress`,
          kind: 'Forbidden',
          detail: 'only one of class, ingressClassName and name may be set',
        },
      ];
    });
  },
};
