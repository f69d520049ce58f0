import type { Challenge } from '../../challenge/challenge.ts';
import { issuers } from '../../kinds.ts';
import { sameValue } from '../../same-value.ts';
import { acme, dns01, http01, issuer, object } from '../example.ts';
import type { ReferenceRule } from '../reference-rule.ts';

function challenge(solver: object): ReturnType<typeof object> {
  const spec = { issuerRef: { name: 'ca' }, dnsName: 'shop.example', type: 'DNS-01', key: 'k', token: 't' };
  const urls = { authorizationURL: 'https://acme.example/authz/1', url: 'https://acme.example/chall/1' };
  return object('acme.cert-manager.io/v1', 'Challenge', { spec: { ...spec, ...urls, solver } });
}

export const challengeSolverIsTheIssuers: ReferenceRule<Challenge> = {
  id: 'reference/challenge-solver-is-the-issuers',
  field: 'spec.solver.dns01',
  severity: 'deny',
  source:
    'gap O1: with a solver of its own a Challenge would send the credentials of its issuer where its author likes',
  passes: [
    [challenge(dns01), issuer(acme([http01, { ...dns01, selector: { dnsZones: ['example'] } }]))],
    [challenge(http01), issuer(acme([http01]))],
  ],
  fails: [[challenge({ dns01: { rfc2136: { nameserver: '203.0.113.9' } } }), issuer(acme([dns01]))]],
  check(challenge, world) {
    const { issuerRef, solver } = challenge.spec;
    if (solver.dns01 === undefined || (issuerRef.group && issuerRef.group !== issuers.group)) return [];
    const found = world.issuersOf(challenge, issuerRef) ?? [];
    const known = found.flatMap(({ spec }) => spec.acme?.solvers ?? []);
    if (found.length === 0 || known.some(({ dns01 }) => sameValue(dns01, solver.dns01))) return [];
    const detail = `is not among the solvers of ${world.nameOf(found[0] ?? challenge)}`;
    return [{ field: 'spec.solver.dns01', kind: 'Forbidden', detail }];
  },
};
