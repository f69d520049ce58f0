import type { Rule, Violation } from '../../rule.ts';
import { sameValue } from '../../same-value.ts';
import { atAcme, statedSolvers } from '../candidate.ts';
import type { Issuer, Solver } from '../issuer.ts';

/** What decides whether a solver is chosen; the order of names does not count. */
function choosing({
  selector: { dnsNames = [], dnsZones = [], matchLabels = {} } = {},
  dns01,
}: Solver): object {
  return {
    type: dns01 ? 'dns01' : 'http01',
    names: dnsNames.toSorted(),
    zones: dnsZones.toSorted(),
    labels: matchLabels,
  };
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
    const solvers = statedSolvers(issuer).map(({ field, solver }) => ({ field, key: choosing(solver) }));
    return solvers.flatMap(({ field, key }, index): Violation[] => {
      const earlier = solvers.slice(0, index).find((other) => sameValue(other.key, key));
      if (!earlier) return [];
      const detail = `never chosen: ${earlier.field} comes before it and is for the same names`;
      return [{ field, kind: 'Duplicate', value: '', detail }];
    });
  },
};
