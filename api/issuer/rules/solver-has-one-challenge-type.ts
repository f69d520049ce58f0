import { ofSolver } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atAcme, atDns01, atHttp01, statedSolvers } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const solverHasOneChallengeType: Rule<Issuer> = {
  id: 'issuer/solver-has-one-challenge-type',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 SO1, SO2',
  passes: [
    atDns01({ webhook: { groupName: 'acme.dnspod.com', solverName: 'dnspod' } }),
    atHttp01({ ingress: {} }),
  ],
  fails: [
    atAcme({ solvers: [{}] }),
    atAcme({
      solvers: [{ http01: { ingress: {} }, dns01: { webhook: { groupName: 'g', solverName: 's' } } }],
    }),
  ],
  cel: [
    ofSolver('!(has(entry.http01) && has(entry.dns01))', { tells: 'Forbidden' }),
    ofSolver('has(entry.http01) || has(entry.dns01)', { tells: 'Required' }),
  ],
  check(issuer) {
    return statedSolvers(issuer).flatMap(({ field, solver: { http01, dns01 } }): Violation[] => {
      if (http01 && dns01)
        return [
          {
            field,
            kind: 'Forbidden',
            detail: 'may not specify both http01 and dns01 in one solver; make two solvers',
          },
        ];
      if (http01 || dns01) return [];
      return [{ field, kind: 'Required', detail: 'state http01 or dns01' }];
    });
  },
};
