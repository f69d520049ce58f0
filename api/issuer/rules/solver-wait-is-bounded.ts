import { statedDuration } from '../../certificate/lifetimes.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atAcme, statedSolvers } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

/** Nanoseconds. Many servers let an unproven authorization lapse after some days. */
const aDay = 24n * 3600n * 1_000_000_000n;

const waiting = (waitInsteadOfSelfCheck: string) =>
  atAcme({ solvers: [{ http01: { ingress: {} }, waitInsteadOfSelfCheck }] });

export const solverWaitIsBounded: Rule<Issuer> = {
  id: 'issuer/solver-wait-is-bounded',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap D14: nothing happens until then',
  passes: [waiting('2m'), waiting('24h')],
  fails: [waiting('8760h')],
  check(issuer) {
    return statedSolvers(issuer).flatMap(
      ({ field, solver: { waitInsteadOfSelfCheck: wait } }): Violation[] => {
        if ((statedDuration(wait) ?? 0n) <= aDay) return [];
        const detail = 'longer than a day: the server may have given up by then';
        return [{ field: `${field}.waitInsteadOfSelfCheck`, kind: 'Invalid', value: wait ?? '', detail }];
      },
    );
  },
};
