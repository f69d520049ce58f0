import type { Rule } from '../../rule.ts';
import { atAcme, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const acmeHasSolvers: Rule<Issuer> = {
  id: 'issuer/acme-has-solvers',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap A11: orders wait for ever',
  passes: [atAcme({ solvers: [{ http01: { ingress: {} } }] })],
  fails: [atAcme({ solvers: [] }), atAcme({ solvers: undefined })],
  cel: [
    {
      valid:
        '!has(object.spec.acme) || (has(object.spec.acme.solvers) && size(object.spec.acme.solvers) > 0)',
    },
  ],
  check(issuer) {
    const acme = settingsOf(issuer, 'acme');
    if (!acme || (acme.solvers && acme.solvers.length > 0)) return [];
    const detail = 'without a solver only names that the server already trusts you with can be issued';
    return [{ field: 'spec.acme.solvers', kind: 'Required', detail }];
  },
};
