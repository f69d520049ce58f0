import { ofHttp01 } from '../cel.ts';
import { isDnsSubdomain as isDnsSubdomainCel, stated } from '../../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { isDnsSubdomain } from '../../field-syntax.ts';
import { atHttp01, statedHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const http01IngressClassNameIsValid: Rule<Issuer> = {
  id: 'issuer/http01-ingress-class-name-is-valid',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 HT4',
  passes: [atHttp01({ ingress: { ingressClassName: 'nginx' } })],
  fails: [atHttp01({ ingress: { ingressClassName: 'Nginx_1' } })],
  cel: [
    ofHttp01(
      `!${stated('entry.http01', 'ingress.ingressClassName')} || ${isDnsSubdomainCel('entry.http01.ingress.ingressClassName')}`,
      { value: 'entry.http01.ingress.ingressClassName' },
    ),
  ],
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01 }): Violation[] => {
      const name = http01.ingress?.ingressClassName;
      if (!name || isDnsSubdomain(name)) return [];
      return [
        {
          field: `${field}.ingress.ingressClassName`,
          kind: 'Invalid',
          value: name,
          detail: 'must be the name of an IngressClass: lower case letters, digits, "-" and "."',
        },
      ];
    });
  },
};
