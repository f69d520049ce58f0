import { isDnsSubdomain } from '../../field-syntax.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atHttp01, statedHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const http01IngressNameIsValid: Rule<Issuer> = {
  id: 'issuer/http01-ingress-name-is-valid',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap H3: the Ingress is looked for again and again',
  passes: [atHttp01({ ingress: { name: 'shop' } }), atHttp01({ ingress: { name: '' } })],
  fails: [atHttp01({ ingress: { name: 'My Ingress' } })],
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01: { ingress } }): Violation[] => {
      const name = ingress?.name ?? '';
      if (name === '' || isDnsSubdomain(name)) return [];
      const detail = 'no Ingress can have this name: it is no DNS subdomain';
      return [{ field: `${field}.ingress.name`, kind: 'Invalid', value: name, detail }];
    });
  },
};
