import type { Rule, Violation } from '../../rule.ts';
import { atHttp01, statedHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const http01IngressClassIsNotEmpty: Rule<Issuer> = {
  id: 'issuer/http01-ingress-class-is-not-empty',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap H8: an empty class annotation is written, which no ingress controller answers to',
  passes: [atHttp01({ ingress: { class: 'nginx' } }), atHttp01({ ingress: {} })],
  fails: [atHttp01({ ingress: { class: '' } })],
  check(issuer) {
    return statedHttp01(issuer).flatMap(({ field, http01: { ingress } }): Violation[] =>
      ingress?.class === ''
        ? [
            {
              field: `${field}.ingress.class`,
              kind: 'Invalid',
              value: '',
              detail: "an empty class is nobody's: leave it out",
            },
          ]
        : [],
    );
  },
};
