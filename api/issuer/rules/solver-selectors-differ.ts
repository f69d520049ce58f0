import type { Rule, Violation } from '../../rule.ts';
import { atAcme, statedSolvers } from '../candidate.ts';
import type { Issuer, Solver } from '../issuer.ts';

/** What decides whether a solver is chosen, as text; the order of names and labels does not count. */
function choosing({ selector = {}, dns01 }: Solver): string {
  const { dnsNames = [], dnsZones = [], matchLabels = {} } = selector;
  const labels = Object.keys(matchLabels)
    .toSorted()
    .map((key) => [key, matchLabels[key]]);
  return JSON.stringify([dns01 ? 'dns01' : 'http01', dnsNames.toSorted(), dnsZones.toSorted(), labels]);
}

const http01 = { ingress: {} };
const dns01 = { rfc2136: { nameserver: '192.0.2.53' } };

export const solverSelectorsDiffer: Rule<Issuer> = {
  id: 'issuer/solver-selectors-differ',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap H10: the later of two solvers is never chosen',
  passes: [
    atAcme({ solvers: [{ http01 }, { dns01 }, { selector: { dnsZones: ['shop.example'] }, http01 }] }),
  ],
  fails: [
    atAcme({
      solvers: [
        { http01 },
        { http01: { gatewayHTTPRoute: { parentRefs: [{ name: 'public' }] } }, selector: {} },
      ],
    }),
    atAcme({
      solvers: [
        { dns01, selector: { dnsNames: ['a', 'b'] } },
        { dns01, selector: { dnsNames: ['b', 'a'] } },
      ],
    }),
  ],
  check(issuer) {
    const chosen = new Map<string, string>();
    return statedSolvers(issuer).flatMap(({ field, solver }): Violation[] => {
      const key = choosing(solver);
      const earlier = chosen.get(key);
      chosen.set(key, earlier ?? field);
      if (earlier === undefined) return [];
      const detail = `never chosen: ${earlier} comes before it and is for the same names`;
      return [{ field, kind: 'Duplicate', value: '', detail }];
    });
  },
};
