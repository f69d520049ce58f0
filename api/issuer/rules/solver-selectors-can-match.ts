import { invalidEntries } from '../../entries.ts';
import type { Rule } from '../../rule.ts';
import { atAcme, statedSolvers } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

function zoneProblem(zone: string): string | undefined {
  if (zone.replaceAll('.', '') === '') return 'matches nothing: leave it out to match everything';
  return zone.includes('*') ? 'matches no ordinary name: a zone has everything below it already' : undefined;
}

function nameProblem(name: string): string | undefined {
  if (name === '') return 'matches nothing: leave it out to match everything';
  if (name.endsWith('.')) return 'names are compared as they are: leave the dot at the end out';
  return name === name.toLowerCase() ? undefined : 'names are compared as they are: write it in lower case';
}

const selecting = (selector: object) => atAcme({ solvers: [{ selector, http01: { ingress: {} } }] });

export const solverSelectorsCanMatch: Rule<Issuer> = {
  id: 'issuer/solver-selectors-can-match',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap H9: the solver is never chosen, orders wait for ever',
  passes: [
    selecting({ dnsZones: ['shop.example'], dnsNames: ['www.shop.example', '*.shop.example'] }),
    selecting({}),
  ],
  fails: [
    selecting({ dnsZones: ['*.shop.example'] }),
    selecting({ dnsZones: [''] }),
    selecting({ dnsNames: ['Shop.example'] }),
    selecting({ dnsNames: ['', 'shop.example.'] }),
  ],
  check(issuer) {
    return statedSolvers(issuer).flatMap(({ field, solver: { selector = {} } }) => [
      ...invalidEntries(`${field}.selector.dnsZones`, selector.dnsZones, zoneProblem),
      ...invalidEntries(`${field}.selector.dnsNames`, selector.dnsNames, nameProblem),
    ]);
  },
};
