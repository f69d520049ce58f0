import { ofSolver } from '../cel.ts';
import { isLong } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { statedDuration } from '../../certificate/lifetimes.ts';
import { atAcme, statedSolvers } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const solverWaitIsNotNegative: Rule<Issuer> = {
  id: 'issuer/solver-wait-is-not-negative',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 SO3',
  passes: [atAcme({ solvers: [{ http01: { ingress: {} }, waitInsteadOfSelfCheck: '0s' }] })],
  fails: [atAcme({ solvers: [{ http01: { ingress: {} }, waitInsteadOfSelfCheck: '-1m' }] })],
  cel: [
    ofSolver(
      `!has(entry.waitInsteadOfSelfCheck) || ${isLong('entry.waitInsteadOfSelfCheck', ">= duration('0s')")}`,
      { value: 'entry.waitInsteadOfSelfCheck' },
    ),
  ],
  check(issuer) {
    return statedSolvers(issuer).flatMap(({ field, solver }) => {
      const wait = statedDuration(solver.waitInsteadOfSelfCheck);
      if (wait === undefined || wait >= 0n) return [];
      return [
        {
          field: `${field}.waitInsteadOfSelfCheck`,
          kind: 'Invalid' as const,
          value: solver.waitInsteadOfSelfCheck ?? '',
          detail: 'must not be negative',
        },
      ];
    });
  },
};
