import type { Issuer } from '../../issuer/issuer.ts';
import { selectSolver } from '../../issuer/select-solver.ts';
import { acme, certificate, dns01, http01, issuer } from '../example.ts';
import { issuedBy } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import { identifiersOf, type Wanted, type WantedName, wrongName } from '../wanted.ts';

/** The types of challenges that can prove control of a name (RFC 8555 section 8, RFC 8738). */
function offeredFor({ type, name }: WantedName): readonly string[] {
  if (type === 'ip') return ['http-01'];
  return name.startsWith('*.') ? ['dns-01'] : ['http-01', 'dns-01'];
}

/** An issuer without solvers may count on names that the server trusts it with already. */
function canProve({ spec }: Issuer, domain: string, offered: readonly string[], { object }: Wanted): boolean {
  const solvers = spec.acme?.solvers ?? [];
  const wish = { domain, offered, labels: object.metadata.labels ?? {} };
  return solvers.length === 0 || selectSolver(wish, solvers) !== undefined;
}

export const namesHaveASolver: ReferenceRule<Wanted> = {
  id: 'reference/names-have-a-solver',
  field: 'spec.dnsNames',
  severity: 'deny',
  source:
    'gaps C33, R7, A11: the Order waits for ever; RFC 8555 section 8.4, wildcards are proved by DNS only',
  passes: [
    [certificate({ dnsNames: ['*.shop.example'] }), issuer(acme([http01, dns01]))],
    [certificate(), issuer(acme([http01]))],
    [certificate({ dnsNames: ['*.shop.example'] }), issuer(acme([]))],
  ],
  fails: [
    [certificate({ dnsNames: ['shop.example', '*.shop.example'] }), issuer(acme([http01]))],
    [certificate({ ipAddresses: ['192.0.2.7'] }), issuer(acme([dns01]))],
    [certificate(), issuer(acme([{ ...dns01, selector: { dnsZones: ['other.example'] } }]))],
  ],
  check(wanted, world) {
    const issuers = issuedBy(wanted, world, 'acme');
    if (issuers.length === 0) return [];
    return identifiersOf(wanted).flatMap((name) => {
      const offered = offeredFor(name);
      if (issuers.some((found) => canProve(found, name.name, offered, wanted))) return [];
      const type = offered.length === 1 ? `${offered[0] === 'dns-01' ? 'DNS01' : 'HTTP01'} ` : '';
      const by = issuers[0]?.metadata.name ?? '';
      return [wrongName(name, `no ${type}solver of ${by} is for ${name.name}`)];
    });
  },
};
