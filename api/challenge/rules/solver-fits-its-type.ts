import { dns01Providers } from '../../issuer/candidate.ts';
import type { Rule } from '../../rule.ts';
import { created } from '../candidate.ts';
import type { Challenge } from '../challenge.ts';

const members = { 'HTTP-01': 'http01', 'DNS-01': 'dns01' } as const;

const answersOf = {
  http01: ['ingress', 'gatewayHTTPRoute'],
  dns01: ['cnameStrategy', ...dns01Providers],
} as const;

export const solverFitsItsType: Rule<Challenge> = {
  id: 'challenge/solver-fits-its-type',
  field: 'spec.solver',
  severity: 'deny',
  source: "gap O5: cert-manager's controller crashes on it",
  passes: [created({ solver: { dns01: { webhook: { groupName: 'acme.example', solverName: 'x' } } } })],
  fails: [
    created({ solver: {} }),
    created({ solver: { http01: { ingress: {} } } }),
    created({ type: 'HTTP-01', solver: { http01: {} } }),
  ],
  cel: Object.entries(members).map(([type, member]) => {
    const solver = `object.spec.solver.${member}`;
    const answers = answersOf[member].map((name) => `has(${solver}.${name})`).join(' || ');
    return {
      valid: `object.spec.type != '${type}' || (has(${solver}) && (${answers}))`,
      ofNew: true,
      inCrd: true,
      tells: member,
    };
  }),
  check({ spec: { type, solver } }, before) {
    if (before) return [];
    const member = members[type];
    const provider = solver[member];
    if (provider !== undefined && Object.keys(provider).length > 0) return [];
    return [{ field: `spec.solver.${member}`, kind: 'Required', detail: `says how ${type} is answered` }];
  },
};
